## Why a question is not answered

refusal-not-found = I find no answer to that in my sources.
refusal-unsure = I am not sure whether my sources say that.
refusal-no-more = I find nothing more on that in my sources.
refusal-empty = { $example ->
    [none] There is no question yet. Ask me one.
   *[other] There is no question yet. Ask me one, for example: { $example }
}
refusal-too-short = That is too short to search for. Please ask in a whole sentence.
refusal-too-long = That is too long for a question. Please shorten it to what you want to know.
refusal-no-words = I found no words to search for. Please ask in words.
refusal-unsupported-language = I do not understand this language. Please ask in German, English, Korean or Russian.
refusal-greeting = { $example ->
    [none] Hello! Ask me something.
   *[other] Hello! Ask me something, for example: { $example }
}
refusal-thanks = You’re welcome.
refusal-remark = All right. Whenever you want to know something, just ask.
refusal-help = I am a bot. I answer questions in English, German, Korean and Russian with verbatim sentences from my sources, and show where each one comes from.{ $example ->
    [none] {""}
   *[other] {" "}Ask, for example: { $example }
}
refusal-privacy = What I keep about you and how you delete it: { $privacy }
refusal-beyond = That is beyond me; I only quote sentences from my sources.{ $example ->
    [none] {""}
   *[other] {" "}Ask, for example: { $example }
}
refusal-overview = I cannot summarise, I only quote. Ask me about the details.
refusal-sources = I only quote my sources, word for word. Under each quote you see what I know about its source: title, publisher, date and which sentence it is.
sources-known = My sources: { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
} with { $sentences ->
    [one] { $sentences } sentence
   *[other] { $sentences } sentences
} ({ $whose }). { $command } lists them.

## Answers

closest-heading = The closest sentences – not meant as an answer
closest-unsure = The closest sentences – not a sure answer
closest-overview = How the sources begin
confidence-high = Confidence: high ({ $percent }%)
confidence-medium = Confidence: medium ({ $percent }%)
confidence-low = Confidence: low ({ $percent }%)
sentence-one = sentence { $number } of { $count }
sentence-range = sentences { $first }–{ $last } of { $count }
original-in = original in { $language }
translation = Translation ({ $origin }): { $text }
translation-part = { $origin }, { $count ->
    [1] sentence { $first }
   *[other] sentences { $first }–{ $last }
}
origin-publisher = the publisher’s own edition
origin-person = by a person
origin-machine = by a machine
origin-project = by this project
label-source = Source
label-publisher = Publisher
label-date = Date
title-unknown = title unknown
publisher-unknown = publisher unknown
date-unknown = date unknown

## Errors

error-index-missing = The index is being rebuilt. Please ask again in a few minutes.
error-engine-away = The search is not responding right now. Please ask again in a few minutes.
error-unexpected = Something went wrong. The error has been noted; please try again later.

## Terminal

chat-welcome = Gipfelbot – ask me in German, English, Korean or Russian. Ctrl-D ends.
chat-connect-discord = I answer on Discord too: set DISCORD_TOKEN (see the README) and start again.
chat-goodbye = See you.

## Why an answer came out as it did (terminal and Discord)

explain-title = Explanation
explain-threshold = I answer at a confidence of { $threshold } or more; here it is { $confidence }.
explain-whole = Searched for: { $text }
explain-part = Part { $number }: { $text }
explain-both = Searched for with what was said before it, and alone; both count alike.
explain-other-index = This answer came from index { $build }; explained here is what the current one says.
explain-none = No sentence was considered.
explain-order = Order: value and weighted contribution
explain-confidence = Confidence: value and weighted contribution
explain-meaning = Meaning
explain-words = Words
explain-word-by-word = Word by word
explain-sentence = Sentence
explain-sum = Sum
explain-score = Confidence
explain-footer = Index { $build } · ✓ quoted
explain-not-kept = To explain an answer I ask its question again, but not all that I need for that is still kept.
explain-not-mine = That is not an answer of mine. Choose one of my answers.

## Statistics (a picture)

stats-title = { $days ->
    [one] Questions of the last day
   *[other] Questions of the last { $days } days
}
stats-questions-a-day = Questions per day
stats-questions = questions
stats-answered = answered
stats-refused = not answered
stats-small-talk = small talk
stats-latency = Time to the answer
stats-milliseconds = milliseconds
stats-median = median
stats-slowest = 95th percentile
stats-languages = Languages
stats-feedback = Feedback
stats-votes = votes
stats-liked = helpful
stats-disliked = not helpful
stats-most-cited = Most cited sentences
stats-times-cited = times cited
stats-nothing = nothing yet

## Discord: answers

answer-context = Before it: { $text }
answer-translate = translate
answer-build = Index { $build }
button-context = Context
button-previous = Back
button-next = Next
context-title = Where the quotes come from
context-gone = The text of this article is no longer kept.
context-none = There are no quotes for this answer.
vote-thanks = Thank you, that is noted.
vote-title = What was wrong?
vote-what-was-wrong = In your own words (optional)
evidence-no-text = There is no text in this message that I could find evidence for.
message-hidden = Discord does not show me what you replied here. Mention me in your reply, or ask with /{ $command }.
message-points = Discord does not show me the message that you replied to. Right-click it (on a phone, hold it) → Apps → { $evidence }, and I look for evidence.
message-to-role = You mentioned my role; Discord does not show me what such a message says. Mention me myself, or ask with /{ $command }.
ask-not-here = I do not answer here; ask me in { $channels }.
ask-nowhere = The channels where I should answer no longer exist. Please tell those who manage this server.

## Discord: please wait

busy-running = Your last question is still being answered. Try again in { $seconds } s.
busy-cooldown = One moment: ask again in { $seconds } s.
busy-queue = A lot of people are asking right now. Try again in { $seconds } s.
busy-closing = I am restarting. Try again in { $seconds } s.

## Discord: what went wrong

error-log-unavailable = The database is not responding right now. Please try again later.
error-record-gone = This answer is no longer on record. Ask the question again.
error-article-gone = This article is not in the current index. The list of sources shows which ones are.
error-command-outdated = This command no longer exists in this form. Reload Discord and try again.
error-not-allowed = You need the permission “Manage Server” for this.
error-not-operator = Only the operator of this bot may do that.
error-not-yours = This button belongs to somebody else.
error-missing-permission = I am missing a permission here. Ask an admin of this server to let me send messages, in threads too, and embed links.
error-blocked = This server’s filter (AutoMod) blocked my answer. Its admins can exempt me from the filter.
error-discord = Discord had a problem just now. Please try again.

## Discord: names of commands and options, as people type them: lower case, no spaces

command-ask = ask
command-ask-about = Ask a question: the answer is made of quotes that you can check
option-question = question
option-question-about = What you want to know
option-private = private
option-private-about = Only you see the answer
command-evidence = Find evidence
command-explain = Explain answer
command-sources = sources
command-sources-about = The articles that I answer from
command-list = list
command-list-about = All articles, page by page
command-show = show
command-show-about = One article with numbered sentences
option-article = article
option-article-about = Which article
command-verify = verify
command-verify-about = Is a quotation still in its article?
option-citation = citation
option-citation-about = The citation, copied from “Context” under an answer
command-help = help
command-help-about = What I can do and how to ask
command-privacy = privacy
command-privacy-about = What I keep about you, and your rights
command-about = about
command-about-about = What is kept, why and for how long
command-export = export
command-privacy-export-about = Everything I keep about you, as a file
command-delete = delete
command-delete-about = Delete your questions, votes and comments
command-pause = pause
command-pause-about = Stop keeping the text of your questions
command-resume = resume
command-resume-about = Keep the text of your questions again
command-admin = admin
command-admin-about = For those who manage the server
command-reindex = reindex
command-reindex-about = Read the articles again and publish a new index
option-dry-run = dry-run
option-dry-run-about = Only show what would change
option-cancel = cancel
option-cancel-about = End the one that is running, whoever started it
command-status = status
command-status-about = Index, uptime, last error, queue
command-add = add
command-add-about = Add articles or their translations: .txt, .md, .html, .pdf, .translation.toml
option-file = file
option-file-about = The article or a translation
option-file-2 = file-2
option-file-3 = file-3
option-file-4 = file-4
option-file-5 = file-5
option-more-about = One more article
option-title = title
option-title-about = Title, if the file names none (with one file only)
option-publisher = publisher
option-publisher-about = Who published it (with one file only)
option-date = date
option-date-about = Day, month or year: 2019-04-25, 2019-04 or 2019 (with one file only)
option-url = url
option-url-about = The article’s page (with one file only)
command-remove = remove
command-remove-about = Take an article out of the index
command-rollback = rollback
command-rollback-about = Return to an earlier index
option-build = build
option-build-about = Which index; the previous one if left out
command-channels = channels
command-channels-about = Where I answer on this server
option-allow = allow
option-allow-about = Answer in this channel too
option-forbid = forbid
option-forbid-about = Stop answering in this channel
option-everywhere = everywhere
option-everywhere-about = Answer in all channels again
command-cooldown = cooldown
command-cooldown-about = How long somebody waits between two questions
option-seconds = seconds
option-seconds-about = 0 to 3600; the bot’s own setting if left out
command-log = log
command-log-about = What was asked on this server
command-recent = recent
command-recent-about = The latest questions
option-count = count
option-count-about = How many, 1 to 25
command-search = search
command-search-about = Questions that contain a text
option-text = text
option-text-about = What to search for
command-unanswered = unanswered
command-unanswered-about = Questions without a good answer, similar ones together
command-stats = stats
command-stats-about = Questions, response times and votes as a picture
option-days = days
option-days-about = How many days back
option-dark = dark
option-dark-about = For Discord’s dark theme
command-log-export-about = All questions of a period as a file
option-format = format
option-format-about = CSV for spreadsheets or JSON lines
option-since = since
option-since-about = First day, such as 2026-04-27
option-until = until
option-until-about = Last day, such as 2026-04-30

## Discord: sources and citations

sources-title = Sources ({ $count })
sources-page = Page { $page } of { $pages }
sources-empty = There are no articles yet.
verify-title = Quotation check
verify-stands = ✅ The quotation is in the article, unchanged.
verify-moved = ✅ The article was edited since; the quotation is still in it, word for word.
verify-changed = ⚠️ The article was edited since and no longer says this.
verify-removed = ⚠️ The article is no longer among the sources.
verify-purged = 🗑️ The text was erased for good, so the quotation can no longer be checked.
verify-unpublished = ⚠️ That index was a makeshift in memory, of which nothing is kept, so the quotation can no longer be checked. Ask the question again.
verify-unknown = ❌ I never published this text, or the quotation does not match it.
verify-place = Article: { $article } · { $count ->
    [1] sentence { $first }
   *[other] sentences { $first }–{ $last }
} · index { $build }
verify-never-said = The index it names did not contain this article in this form.
verify-other-sentences = The sentence numbers do not match this place.
verify-invalid = That is not a citation. Copy it from “Context” under an answer.

## Discord: help

help-title = How to ask me
help-text =
    I answer only with sentences from my articles, word for word and with their place. If I find no answer there, I tell you so.

    {"**"}/{ $ask }** – ask a question; with “{ $private }” only you see the answer
    {"**"}Mention me or write to me directly** – the same without a command
    {"**"}Reply to one of my messages, or ask again right after it** – follow up, briefly if you like: “And where?”
    {"**"}Right-click a message (on a phone, hold it) → Apps → { $evidence }** – what the articles say about it
    {"**"}/{ $sources }** – all articles, with numbered sentences
    {"**"}/{ $verify }** – is a quotation still in its article?
    {"**"}/{ $privacy }** – what I keep and how you delete it

    Under each answer: **{ $context }** shows the paragraph around each quote; 👍 and 👎 tell the operator whether it helps.
help-admins = For those who manage this server: **/{ $admin }** and **/{ $log }**, and by a right-click on an answer **{ $explain }**.

## Discord: privacy

privacy-title = Privacy
privacy-text =
    {"**"}What I keep:** your question, my answer with its citations, the time, server and channel, your language setting, your 👍 or 👎 and the comment that comes with it – and instead of your name a pseudonym that only this bot can trace back to you. Also what you do as an admin, and that you paused the keeping of texts, if you did.
    {"**"}Why:** so that the operator sees what the articles lack and whether answers help, and can trace changes.
    {"**"}For how long:** { $days ->
        [one] { $days } day
       *[other] { $days } days
    }, then it is deleted; admin actions { $audit ->
        [one] { $audit } day
       *[other] { $audit } days
    }; a pause until you end it.
    {"**"}Your rights:** **/{ $privacy } { $export }** gives you all of it as a file, **/{ $privacy } { $delete }** deletes your questions, votes and comments at once, and after **/{ $privacy } { $pause }** the text of your questions is no longer kept. Admin actions and a pause stay on record.
privacy-paused = The text of your questions is not kept.
privacy-not-paused = The text of your questions is kept.
privacy-export-done = This is everything I keep about you.
privacy-delete-ask = Really delete all your questions, votes and comments? What you did as an admin, and a pause, stay on record. This cannot be undone.
button-delete = Delete everything
privacy-deleted = Deleted: { $queries ->
    [one] { $queries } question
   *[other] { $queries } questions
}, { $feedback ->
    [one] { $feedback } vote
   *[other] { $feedback } votes
}.
privacy-deleted-later = The last traces on the disk disappear within minutes.

## Discord: admins

progress = ⏳ { $phase }: { $done } of { $total }.
progress-left = About { $seconds } s left.
phase-read = Reading articles
phase-embed = Encoding sentences
phase-link = Linking sentences for the search
phase-check = Checking the new index
phase-publish = Publishing
button-cancel = Cancel
button-confirm = Publish anyway
reindex-title = Index
reindex-published = ✅ Published: { $build }, in { $seconds } s; { $reused ->
    [one] { $reused } sentence was
   *[other] { $reused } sentences were
} known already.
reindex-unchanged = ✅ No changes; { $build } stays live.
reindex-dry-run = 🔍 Dry run ({ $seconds } s): nothing was published.
reindex-needs-word = ✋ Not published yet: this needs your confirmation.
reindex-doubt-sentences = A great many sentences would be dropped.
reindex-doubt-recall = The golden questions would be answered noticeably worse.
reindex-busy = A reindex is already running.
reindex-busy-with = A reindex is already running: { $who }, since { $since } UTC, { $done } of { $total }.
reindex-cancelling = Cancelling.
reindex-asked-to-end = Cancelling: { $who }, since { $since } UTC, { $done } of { $total }.
reindex-not-running = No reindex is running here.
reindex-cancelled = Cancelled; the index stays as it was.
reindex-died = The reindex ended unexpectedly; the index stays as it was. Please start it again.
reindex-check-unusable = The new index cannot be checked: the file of golden questions has a fault (the bot's log says which). The index stays as it was.
reindex-nothing = No readable article would be left; the index stays as it was. Add another article first.
error-store-unwritable = The disk cannot be written to right now; the index stays as it was. Make room on it and try again.
diff-added = ➕ Added: { $names }
diff-removed = ➖ Removed: { $names }
diff-changed = ✏️ Changed: { $names }
diff-translations = 🌐 Translations: { $names }
diff-names = 🔤 Names: { $names }
diff-sentences = Sentences: +{ $added } −{ $removed }, now { $after }
diff-recall = Golden questions right: { $before }% → { $after }%, { $count ->
    [one] { $count } answer differs
   *[other] { $count } answers differ
}
more = … and { $count } more
add-nothing = Nothing added
added-file = ✅ { $file }: saved
added-later = Saved articles enter the index with the next reindex.
add-which-file = Title, publisher, date and address go with a single article only.
add-metadata-wrong = I cannot use this value for “{ $option }”. Expected: { $about }
refused-file = ❌ { $file }: { $reason }
refused-empty = There is no text in it. Put the article’s text into the file.
refused-fetch = Discord did not hand the file over. Upload it again.
refused-binary = This is not text. Save the article as .txt, .md, .html or .pdf.
refused-too-large = The file is over { $limit } MB. Split it.
refused-unreadable = The file cannot be read. Check its permissions, or save it anew.
refused-link = This is a link to a file outside the folder. Put the file itself into it.
refused-duplicate = This article is already there. To replace it, remove it first.
refused-same-name = Another article has this name already. Rename the file, or remove that article first.
refused-name = The file name cannot be used. Rename the file, for example to 2019-04-summit.txt.
refused-type = I read only .txt, .md, .html and .pdf, and translations (.translation.toml). Convert the file.
refused-never-an-article = A file of this name is never taken for an article. Rename it if it is one.
refused-encoding = The text encoding is not clear. Save the file as UTF-8.
refused-no-text = No text was found in it. If it is a scan, run text recognition (OCR); otherwise save the text as .txt.
refused-encrypted = The file is protected by a password. Save a copy without one.
refused-damaged = The file is damaged. Save or download it again.
refused-too-complex = The file is too convoluted to be read in reasonable time. Save the article’s text as .txt.
refused-metadata = The details of the article (title, date and so on) cannot be used. Correct them: { $problem }
refused-translation = This translation cannot be used. Correct it: { $problem }
refused-translation-stale = The article has changed since it was translated, in sentence { $numbers }. Translate these sentences anew.
refused-translation-alone = There is no article that this could translate. Name it after the article, such as summit.ko.translation.toml for summit.txt.
refused-names = These names cannot be used. Correct them: { $problem }
refused-purged = This text was erased for good and will not be added again. Leave the file out.
rollback-done = Rolled back
rollback-articles = The articles stay as they are: the next reindex publishes them again. Before that, remove or correct what should not come back.
rollback-nothing = There is no earlier index to return to. The first reindex that changes something leaves one.
rollback-impossible = I cannot return to that index: it is gone, damaged or made with another encoder or version. Pick one from the list that appears while you type.
status-title = Status of the bot
status-build = Index: { $build } · { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
} · { $sentences ->
    [one] { $sentences } sentence
   *[other] { $sentences } sentences
}
status-encoder = Encoder: { $encoder }
status-threshold = Answers at a confidence of { $threshold } or more
status-uptime = Uptime
status-error = Last error
status-no-error = none
status-queue = Queue: { $waiting } waiting, { $running } in progress
status-log-well = Log: OK
status-log-waiting = ⚠️ Log: the database is unavailable, { $count ->
    [one] { $count } record is
   *[other] { $count } records are
} waiting.
channels-everywhere = I answer in all channels.
channels-only = I answer only in { $channels }.
channels-gone = The channels where I should answer no longer exist, so I answer nowhere. Name another one with “{ $allow }”, or choose “{ $everywhere }”.
channels-none-to-forbid = I answer in all channels, so a single one cannot be taken out. With “{ $allow }” you name those where I answer instead.
channels-last = That is the only channel where I answer. First name another one with “{ $allow }”, or choose “{ $everywhere }”.
cooldown-now = Pause between two questions: { $seconds } s
cooldown-reset = This server no longer has a pause of its own; the bot’s applies: { $seconds } s

## Discord: the log

log-recent-title = The latest questions
log-search-title = Questions found
log-unanswered-title = Questions without a good answer
log-nothing = Nothing found.
log-text-paused = (text not kept)
log-closest = Closest: { $sentence }
log-export-too-large = That is too much for one file on Discord. Choose a shorter period.
log-no-day = That is not a date. Write it like this: 2026-04-27
log-backwards = The first day comes after the last. Swap the two.
