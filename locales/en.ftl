## Why a question is not answered

refusal-not-found = My sources do not say that.
refusal-empty = There is no question yet. Ask me one, for example: Where did Kim and Putin meet?
refusal-too-short = That is too short to search for. Please ask in a whole sentence.
refusal-too-long = That is too long for a question. Please shorten it to what you want to know.
refusal-no-words = I find no words in it that I could search for. Please ask in words.
refusal-unsupported-language = I do not understand this language. Please ask in German, English, Korean or Russian.

## Answers

closest-heading = The closest sentences – not an answer
confidence-high = Confidence: high ({ $percent }%)
confidence-medium = Confidence: medium ({ $percent }%)
confidence-low = Confidence: low ({ $percent }%)
sentence-one = sentence { $number } of { $count }
sentence-range = sentences { $first }–{ $last } of { $count }
original-in = original in { $language }
label-source = Source
label-publisher = Publisher
label-date = Date
title-unknown = title unknown
publisher-unknown = publisher unknown
date-unknown = date unknown

## Errors

error-index-missing = The index is being rebuilt. Please ask again in a few minutes.
error-unexpected = Something went wrong. The error has been noted; please try again later.

## Terminal

chat-welcome = Gipfelbot – ask me about the summit, in German, English, Korean or Russian. Ctrl-D ends.
chat-connect-discord = I answer on Discord too: set DISCORD_TOKEN (see the README) and start again.
chat-goodbye = See you.

## Statistics (a picture)

stats-title = Questions of the last { $days } { $days ->
    [one] day
   *[other] days
}
stats-questions-a-day = Questions a day
stats-questions = questions
stats-answered = answered
stats-refused = not answered
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
