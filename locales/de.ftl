## Warum eine Frage nicht beantwortet wird

refusal-not-found = Das sagen meine Quellen nicht.
refusal-empty = Da steht noch keine Frage. Stell mir eine, zum Beispiel: Wo trafen sich Kim und Putin?
refusal-too-short = Das ist zu kurz, um danach zu suchen. Bitte frag in einem ganzen Satz.
refusal-too-long = Das ist zu lang für eine Frage. Bitte kürze sie auf das, was du wissen willst.
refusal-no-words = Darin finde ich keine Wörter, nach denen ich suchen könnte. Bitte frag in Worten.
refusal-unsupported-language = Diese Sprache verstehe ich nicht. Bitte frag auf Deutsch, Englisch, Koreanisch oder Russisch.

## Antworten

closest-heading = Die nächstliegenden Sätze – keine Antwort
confidence-high = Sicherheit: hoch ({ $percent } %)
confidence-medium = Sicherheit: mittel ({ $percent } %)
confidence-low = Sicherheit: gering ({ $percent } %)
sentence-one = Satz { $number } von { $count }
sentence-range = Sätze { $first }–{ $last } von { $count }
original-in = Original auf { $language }
label-source = Quelle
label-publisher = Herausgeber
label-date = Datum
title-unknown = Titel unbekannt
publisher-unknown = Herausgeber unbekannt
date-unknown = Datum unbekannt

## Fehler

error-index-missing = Der Index wird gerade neu aufgebaut. Bitte frag in ein paar Minuten noch einmal.
error-unexpected = Da ist etwas schiefgegangen. Der Fehler ist notiert; bitte versuche es später noch einmal.

## Terminal

chat-welcome = Gipfelbot – frag mich nach dem Gipfel, auf Deutsch, Englisch, Koreanisch oder Russisch. Strg-D beendet.
chat-connect-discord = Auf Discord antworte ich auch: Setze DISCORD_TOKEN (siehe README) und starte neu.
chat-goodbye = Bis bald.

## Statistik (ein Bild)

stats-title = { $days ->
    [one] Fragen des letzten Tages
   *[other] Fragen der letzten { $days } Tage
}
stats-questions-a-day = Fragen pro Tag
stats-questions = Fragen
stats-answered = beantwortet
stats-refused = nicht beantwortet
stats-latency = Zeit bis zur Antwort
stats-milliseconds = Millisekunden
stats-median = Median
stats-slowest = 95. Perzentil
stats-languages = Sprachen
stats-feedback = Rückmeldungen
stats-votes = Stimmen
stats-liked = hilfreich
stats-disliked = nicht hilfreich
stats-most-cited = Am häufigsten zitierte Sätze
stats-times-cited = Zitate
stats-nothing = noch nichts
