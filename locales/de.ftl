## Warum eine Frage nicht beantwortet wird

refusal-not-found = Dazu finde ich in meinen Quellen keine Antwort.
refusal-unsure = Ich bin mir nicht sicher, ob meine Quellen das sagen.
refusal-no-more = Mehr finde ich dazu in meinen Quellen nicht.
refusal-empty = { $example ->
    [none] Da steht noch keine Frage. Stell mir eine.
   *[other] Da steht noch keine Frage. Stell mir eine, zum Beispiel: { $example }
}
refusal-too-short = Das ist zu kurz, um danach zu suchen. Bitte frag in einem ganzen Satz.
refusal-too-long = Das ist zu lang für eine Frage. Bitte kürze sie auf das, was du wissen willst.
refusal-no-words = Darin finde ich keine Wörter, nach denen ich suchen könnte. Bitte frag in Worten.
refusal-unsupported-language = Diese Sprache verstehe ich nicht. Bitte frag auf Deutsch, Englisch, Koreanisch oder Russisch.
refusal-greeting = { $example ->
    [none] Hallo! Frag mich etwas.
   *[other] Hallo! Frag mich etwas, zum Beispiel: { $example }
}
refusal-thanks = Gern geschehen.
refusal-remark = Alles klar. Wenn du etwas wissen willst, frag einfach.
refusal-help = Ich bin ein Bot. Ich beantworte Fragen auf Deutsch, Englisch, Koreanisch und Russisch mit wörtlichen Sätzen aus meinen Quellen und zeige, wo sie stehen.{ $example ->
    [none] {""}
   *[other] {" "}Frag zum Beispiel: { $example }
}
refusal-privacy = Was ich von dir speichere und wie du es löschst, steht hier: { $privacy }
refusal-beyond = Damit kann ich nicht dienen, ich zitiere nur Sätze aus meinen Quellen.{ $example ->
    [none] {""}
   *[other] {" "}Frag zum Beispiel: { $example }
}
refusal-overview = Zusammenfassen kann ich nicht, ich zitiere nur. Frag mich nach Einzelheiten.
refusal-sources = Ich zitiere nur meine Quellen, Wort für Wort. Unter jedem Zitat steht, was ich von ihnen weiß: Titel, Herausgeber, Datum und welcher Satz es ist.
sources-known = Meine Quellen: { $articles } Artikel mit { $sentences ->
    [one] einem Satz
   *[other] { $sentences } Sätzen
} ({ $whose }). Die Liste zeigt { $command }.

## Antworten

closest-heading = Die nächstliegenden Sätze – nicht als Antwort gemeint
closest-unsure = Die nächstliegenden Sätze – keine sichere Antwort
closest-overview = So beginnen die Quellen
confidence-high = Sicherheit: hoch ({ $percent } %)
confidence-medium = Sicherheit: mittel ({ $percent } %)
confidence-low = Sicherheit: gering ({ $percent } %)
sentence-one = Satz { $number } von { $count }
sentence-range = Sätze { $first }–{ $last } von { $count }
original-in = Original auf { $language }
translation = Übersetzung ({ $origin }): { $text }
translation-part = { $origin }, { $count ->
    [1] Satz { $first }
   *[other] Sätze { $first }–{ $last }
}
origin-publisher = Ausgabe des Herausgebers
origin-person = von einem Menschen
origin-machine = maschinell
origin-project = vom Projekt
label-source = Quelle
label-publisher = Herausgeber
label-date = Datum
title-unknown = Titel unbekannt
publisher-unknown = Herausgeber unbekannt
date-unknown = Datum unbekannt

## Fehler

error-index-missing = Der Index wird gerade neu aufgebaut. Bitte frag in ein paar Minuten noch einmal.
error-engine-away = Die Suche antwortet gerade nicht. Bitte frag in ein paar Minuten noch einmal.
error-unexpected = Da ist etwas schiefgegangen. Der Fehler ist notiert; bitte versuch es später noch einmal.

## Terminal

chat-welcome = Gipfelbot – frag mich auf Deutsch, Englisch, Koreanisch oder Russisch. Strg-D beendet.
chat-connect-discord = Auf Discord antworte ich auch: Setze DISCORD_TOKEN (siehe README) und starte neu.
chat-goodbye = Bis bald.

## Begründung einer Antwort (Terminal und Discord)

explain-title = Begründung
explain-threshold = Geantwortet wird ab einer Sicherheit von { $threshold }; hier sind es { $confidence }.
explain-whole = Gesucht: { $text }
explain-part = Teilfrage { $number }: { $text }
explain-both = Gesucht mit dem, was davor gesagt wurde, und allein; beides zählt gleich viel.
explain-other-index = Diese Antwort kam aus Index { $build }; begründet wird hier, was der jetzige sagt.
explain-none = Kein Satz kam in Frage.
explain-order = Reihenfolge: Wert und gewichteter Beitrag
explain-confidence = Sicherheit: Wert und gewichteter Beitrag
explain-meaning = Sinn
explain-words = Wörter
explain-word-by-word = Wort für Wort
explain-sentence = Satz
explain-sum = Summe
explain-score = Sicherheit
explain-footer = Index { $build } · ✓ zitiert
explain-not-kept = Die Begründung rechnet die Frage neu. Dafür ist hier nicht mehr alles gespeichert.
explain-not-mine = Das ist keine Antwort von mir. Wähle eine meiner Antworten.

## Statistik (ein Bild)

stats-title = { $days ->
    [one] Fragen des letzten Tages
   *[other] Fragen der letzten { $days } Tage
}
stats-questions-a-day = Fragen pro Tag
stats-questions = Fragen
stats-answered = beantwortet
stats-refused = nicht beantwortet
stats-small-talk = Small Talk
stats-latency = Zeit bis zur Antwort
stats-milliseconds = Millisekunden
stats-median = Median
stats-slowest = 95. Perzentil
stats-languages = Sprachen
stats-feedback = Bewertungen
stats-votes = Stimmen
stats-liked = hilfreich
stats-disliked = nicht hilfreich
stats-most-cited = Am häufigsten zitierte Sätze
stats-times-cited = Zitate
stats-nothing = noch nichts

## Discord: answers

answer-context = Davor: { $text }
answer-translate = übersetzen
answer-build = Index { $build }
button-context = Kontext
button-previous = Zurück
button-next = Weiter
context-title = Wo die Zitate stehen
context-gone = Der Text dieses Artikels wird nicht mehr aufbewahrt.
context-none = Zu dieser Antwort gibt es keine Zitate.
vote-thanks = Danke, das ist notiert.
vote-title = Was war falsch?
vote-what-was-wrong = In deinen Worten (freiwillig)
evidence-no-text = In dieser Nachricht steht kein Text, zu dem ich Belege suchen könnte.
message-hidden = Discord zeigt mir nicht, was du hier antwortest. Erwähne mich in deiner Antwort, oder frag mit /{ $command }.
message-points = Discord zeigt mir die Nachricht nicht, auf die du antwortest. Mit Rechtsklick darauf (am Handy: gedrückt halten) → Apps → { $evidence } suche ich Belege.
message-to-role = Du hast meine Rolle erwähnt; was in so einer Nachricht steht, zeigt mir Discord nicht. Erwähne mich selbst, oder frag mit /{ $command }.
ask-not-here = Hier antworte ich nicht; frag mich in { $channels }.
ask-nowhere = Die Kanäle, in denen ich antworten soll, gibt es nicht mehr. Sag das bitte denen, die diesen Server verwalten.

## Discord: please wait

busy-running = Deine letzte Frage ist noch in Arbeit. Versuch es in { $seconds } s noch einmal.
busy-cooldown = Einen Moment: Frag in { $seconds } s wieder.
busy-queue = Gerade fragen sehr viele. Versuch es in { $seconds } s noch einmal.
busy-closing = Ich starte gerade neu. Versuch es in { $seconds } s noch einmal.

## Discord: what went wrong

error-log-unavailable = Die Datenbank antwortet gerade nicht. Bitte versuch es später noch einmal.
error-record-gone = Diese Antwort ist nicht mehr gespeichert. Stell die Frage noch einmal.
error-article-gone = Diesen Artikel gibt es im aktuellen Index nicht. Welche es gibt, zeigt die Liste der Quellen.
error-command-outdated = Diesen Befehl gibt es so nicht mehr. Lade Discord neu und versuch es noch einmal.
error-not-allowed = Dafür brauchst du das Recht „Server verwalten“.
error-not-operator = Das darf nur, wer diesen Bot betreibt.
error-not-yours = Dieser Knopf gehört jemand anderem.
error-missing-permission = Mir fehlt hier ein Recht. Bitte jemanden, der den Server verwaltet, mich hier Nachrichten senden (auch in Threads) und Links einbetten zu lassen.
error-blocked = Ein Filter dieses Servers (AutoMod) hat meine Antwort zurückgehalten. Wer den Server verwaltet, kann mich davon ausnehmen.
error-discord = Discord hat gerade nicht mitgespielt. Bitte versuch es noch einmal.

## Discord: names of commands and options, as people type them: lower case, no spaces

command-ask = fragen
command-ask-about = Stell eine Frage: Die Antwort besteht aus Zitaten, die du nachprüfen kannst
option-question = frage
option-question-about = Was du wissen willst
option-private = privat
option-private-about = Nur du siehst die Antwort
command-evidence = Belege finden
command-explain = Antwort begründen
command-sources = quellen
command-sources-about = Die Artikel, aus denen ich antworte
command-list = liste
command-list-about = Alle Artikel, seitenweise
command-show = zeigen
command-show-about = Ein Artikel mit nummerierten Sätzen
option-article = artikel
option-article-about = Welcher Artikel
command-verify = prüfen
command-verify-about = Steht ein Zitat noch so im Artikel?
option-citation = fundstelle
option-citation-about = Die Fundstelle, kopiert aus „Kontext“ unter einer Antwort
command-help = hilfe
command-help-about = Was ich kann und wie du fragst
command-privacy = datenschutz
command-privacy-about = Was ich speichere, und deine Rechte daran
command-about = auskunft
command-about-about = Was gespeichert wird, warum und wie lange
command-export = exportieren
command-privacy-export-about = Alles, was ich von dir gespeichert habe, als Datei
command-delete = löschen
command-delete-about = Deine Fragen, Bewertungen und Kommentare löschen
command-pause = anhalten
command-pause-about = Den Text deiner Fragen nicht mehr speichern
command-resume = fortsetzen
command-resume-about = Den Text deiner Fragen wieder speichern
command-admin = verwalten
command-admin-about = Für alle, die den Server verwalten
command-reindex = neuaufbau
command-reindex-about = Die Artikel neu einlesen und einen neuen Index veröffentlichen
option-dry-run = probelauf
option-dry-run-about = Nur zeigen, was sich ändern würde
option-cancel = abbrechen
option-cancel-about = Den laufenden Neuaufbau beenden, wer ihn auch gestartet hat
command-status = status
command-status-about = Index, Laufzeit, letzter Fehler, Warteschlange
command-add = hinzufügen
command-add-about = Artikel oder ihre Übersetzungen hinzufügen: .txt, .md, .html, .pdf, .translation.toml
option-file = datei
option-file-about = Der Artikel oder eine Übersetzung
option-file-2 = datei-2
option-file-3 = datei-3
option-file-4 = datei-4
option-file-5 = datei-5
option-more-about = Noch ein Artikel
option-title = titel
option-title-about = Titel, wenn die Datei keinen nennt (nur bei einer Datei)
option-publisher = herausgeber
option-publisher-about = Wer ihn veröffentlicht hat (nur bei einer Datei)
option-date = datum
option-date-about = Tag, Monat oder Jahr: 2019-04-25, 2019-04 oder 2019 (nur bei einer Datei)
option-url = adresse
option-url-about = Die Seite des Artikels (nur bei einer Datei)
command-remove = entfernen
command-remove-about = Einen Artikel aus dem Index nehmen
command-rollback = zurücksetzen
command-rollback-about = Zu einem früheren Index zurückkehren
option-build = index
option-build-about = Welcher Index; ohne Angabe der vorige
command-channels = kanäle
command-channels-about = Wo ich auf diesem Server antworte
option-allow = erlauben
option-allow-about = Auch in diesem Kanal antworten
option-forbid = verbieten
option-forbid-about = In diesem Kanal nicht mehr antworten
option-everywhere = überall
option-everywhere-about = Wieder in allen Kanälen antworten
command-cooldown = wartezeit
command-cooldown-about = Wie lange jemand zwischen zwei Fragen wartet
option-seconds = sekunden
option-seconds-about = 0 bis 3600; ohne Angabe gilt die Einstellung des Bots
command-log = protokoll
command-log-about = Was auf diesem Server gefragt wurde
command-recent = zuletzt
command-recent-about = Die letzten Fragen
option-count = anzahl
option-count-about = Wie viele, 1 bis 25
command-search = suchen
command-search-about = Fragen, in denen ein Text vorkommt
option-text = text
option-text-about = Wonach gesucht wird
command-unanswered = unbeantwortet
command-unanswered-about = Fragen ohne gute Antwort, ähnliche zusammengefasst
command-stats = statistik
command-stats-about = Fragen, Antwortzeiten und Bewertungen als Bild
option-days = tage
option-days-about = Wie viele Tage zurück
option-dark = dunkel
option-dark-about = Für das dunkle Design von Discord
command-log-export-about = Alle Fragen eines Zeitraums als Datei
option-format = format
option-format-about = CSV für Tabellen oder JSON Lines
option-since = ab
option-since-about = Erster Tag, zum Beispiel 2026-04-27
option-until = bis
option-until-about = Letzter Tag, zum Beispiel 2026-04-30

## Discord: sources and citations

sources-title = Quellen ({ $count })
sources-page = Seite { $page } von { $pages }
sources-empty = Noch gibt es keine Artikel.
verify-title = Zitatprüfung
verify-stands = ✅ Das Zitat steht unverändert im Artikel.
verify-moved = ✅ Der Artikel hat sich geändert; das Zitat steht noch wörtlich darin.
verify-changed = ⚠️ Der Artikel hat sich geändert und sagt das nicht mehr so.
verify-removed = ⚠️ Der Artikel gehört nicht mehr zu den Quellen.
verify-purged = 🗑️ Der Text wurde endgültig gelöscht; das Zitat lässt sich nicht mehr prüfen.
verify-unpublished = ⚠️ Dieser Index war nur ein Notbehelf im Arbeitsspeicher, von dem nichts aufbewahrt ist; das Zitat lässt sich nicht mehr prüfen. Stell die Frage noch einmal.
verify-unknown = ❌ Diesen Text habe ich nie veröffentlicht, oder das Zitat passt nicht zu ihm.
verify-place = Artikel: { $article } · { $count ->
    [1] Satz { $first }
   *[other] Sätze { $first }–{ $last }
} · Index { $build }
verify-never-said = Der genannte Index hat diesen Artikel so nicht enthalten.
verify-other-sentences = Die Satznummern passen nicht zu dieser Stelle.
verify-invalid = Das ist keine Fundstelle. Kopiere sie aus „Kontext“ unter einer Antwort.

## Discord: help

help-title = So fragst du mich
help-text =
    Ich antworte nur mit Sätzen aus meinen Artikeln, wörtlich und mit Fundstelle. Finde ich darin keine Antwort, sage ich das.

    {"**"}/{ $ask }** – eine Frage stellen; mit „{ $private }“ siehst nur du die Antwort
    {"**"}@Erwähnung oder Direktnachricht** – dasselbe ohne Befehl
    {"**"}Auf eine meiner Nachrichten antworten, oder gleich danach noch einmal fragen** – weiterfragen, auch kurz: „Und wo?“
    {"**"}Rechtsklick auf eine Nachricht (am Handy: gedrückt halten) → Apps → { $evidence }** – was die Artikel dazu sagen
    {"**"}/{ $sources }** – alle Artikel, mit nummerierten Sätzen
    {"**"}/{ $verify }** – steht ein Zitat noch so im Artikel?
    {"**"}/{ $privacy }** – was ich speichere und wie du es löschst

    Unter jeder Antwort: **{ $context }** zeigt den Absatz um jedes Zitat; 👍 und 👎 sagen dem Betreiber, ob sie hilft.
help-admins = Für alle, die diesen Server verwalten: **/{ $admin }** und **/{ $log }**, und per Rechtsklick auf eine Antwort **{ $explain }**.

## Discord: privacy

privacy-title = Datenschutz
privacy-text =
    {"**"}Was ich speichere:** deine Frage, meine Antwort mit ihren Fundstellen, Zeit, Server und Kanal, deine Spracheinstellung, dein 👍 oder 👎 und den Kommentar dazu – und statt deines Namens ein Pseudonym, das nur dieser Bot dir zuordnen kann. Außerdem, was du als Admin tust, und ob du das Speichern von Texten angehalten hast.
    {"**"}Warum:** damit der Betreiber sieht, was in den Artikeln fehlt und ob Antworten helfen, und Änderungen nachvollziehen kann.
    {"**"}Wie lange:** { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    }, dann wird es gelöscht; was Admins getan haben, { $audit ->
        [one] { $audit } Tag
       *[other] { $audit } Tage
    }; eine Pause, bis du sie beendest.
    {"**"}Deine Rechte:** **/{ $privacy } { $export }** gibt dir alles als Datei, **/{ $privacy } { $delete }** löscht sofort deine Fragen, Bewertungen und Kommentare, und nach **/{ $privacy } { $pause }** wird der Text deiner Fragen nicht mehr gespeichert. Was du als Admin getan hast und eine Pause bleiben vermerkt.
privacy-paused = Der Text deiner Fragen wird nicht gespeichert.
privacy-not-paused = Der Text deiner Fragen wird gespeichert.
privacy-export-done = Das ist alles, was ich von dir gespeichert habe.
privacy-delete-ask = Wirklich alle deine Fragen, Bewertungen und Kommentare löschen? Was du als Admin getan hast und eine Pause bleiben vermerkt. Das lässt sich nicht rückgängig machen.
button-delete = Alles löschen
privacy-deleted = Gelöscht: { $queries ->
    [one] { $queries } Frage
   *[other] { $queries } Fragen
}, { $feedback ->
    [one] { $feedback } Bewertung
   *[other] { $feedback } Bewertungen
}.
privacy-deleted-later = Die letzten Spuren auf der Festplatte verschwinden in den nächsten Minuten.

## Discord: admins

progress = ⏳ { $phase }: { $done } von { $total }.
progress-left = Noch etwa { $seconds } s.
phase-read = Artikel lesen
phase-embed = Sätze einlesen
phase-link = Sätze für die Suche verknüpfen
phase-check = Neuen Index prüfen
phase-publish = Veröffentlichen
button-cancel = Abbrechen
button-confirm = Trotzdem veröffentlichen
reindex-title = Index
reindex-published = ✅ Veröffentlicht: { $build }, in { $seconds } s; { $reused ->
    [one] { $reused } Satz war
   *[other] { $reused } Sätze waren
} schon bekannt.
reindex-unchanged = ✅ Nichts hat sich geändert; { $build } bleibt.
reindex-dry-run = 🔍 Probelauf ({ $seconds } s): Nichts wurde veröffentlicht.
reindex-needs-word = ✋ Noch nicht veröffentlicht: Das musst du erst bestätigen.
reindex-doubt-sentences = Sehr viele Sätze würden wegfallen.
reindex-doubt-recall = Die Probefragen würden deutlich schlechter beantwortet.
reindex-busy = Es läuft schon ein Neuaufbau.
reindex-busy-with = Es läuft schon ein Neuaufbau: { $who }, seit { $since } UTC, { $done } von { $total }.
reindex-cancelling = Wird abgebrochen.
reindex-asked-to-end = Wird abgebrochen: { $who }, seit { $since } UTC, { $done } von { $total }.
reindex-not-running = Hier läuft gerade kein Neuaufbau.
reindex-cancelled = Abgebrochen; der bisherige Index bleibt.
reindex-died = Der Neuaufbau ist unerwartet beendet worden; der bisherige Index bleibt. Starte ihn bitte noch einmal.
reindex-check-unusable = Der neue Index lässt sich nicht prüfen: Die Datei der Probefragen hat einen Fehler (welchen, steht im Log des Bots). Der bisherige Index bleibt.
reindex-nothing = Es bliebe kein lesbarer Artikel übrig; der bisherige Index bleibt. Füge zuerst einen anderen Artikel hinzu.
error-store-unwritable = Auf die Festplatte kann gerade nicht geschrieben werden; der bisherige Index bleibt. Schaff Platz und versuch es noch einmal.
diff-added = ➕ Neu: { $names }
diff-removed = ➖ Entfernt: { $names }
diff-changed = ✏️ Geändert: { $names }
diff-translations = 🌐 Übersetzungen: { $names }
diff-names = 🔤 Namen: { $names }
diff-sentences = Sätze: +{ $added } −{ $removed }, jetzt { $after }
diff-recall = Probefragen richtig: { $before } % → { $after } %, { $count ->
    [one] { $count } Antwort
   *[other] { $count } Antworten
} anders
more = … und { $count } weitere
add-nothing = Nichts hinzugefügt
added-file = ✅ { $file }: gespeichert
added-later = Gespeicherte Artikel kommen mit dem nächsten Neuaufbau in den Index.
add-which-file = Titel, Herausgeber, Datum und Adresse gelten nur für einen einzelnen Artikel.
add-metadata-wrong = Mit dieser Angabe bei „{ $option }“ kann ich nichts anfangen. Erwartet: { $about }
refused-file = ❌ { $file }: { $reason }
refused-empty = Es steht kein Text darin. Schreib den Text des Artikels in die Datei.
refused-fetch = Discord hat die Datei nicht herausgegeben. Lade sie noch einmal hoch.
refused-binary = Das ist kein Text. Speichere den Artikel als .txt, .md, .html oder .pdf.
refused-too-large = Die Datei ist größer als { $limit } MB. Teile sie auf.
refused-unreadable = Die Datei lässt sich nicht lesen. Prüfe ihre Zugriffsrechte, oder speichere sie neu.
refused-link = Das ist ein Verweis auf eine Datei außerhalb des Ordners. Leg die Datei selbst hinein.
refused-duplicate = Diesen Artikel gibt es schon. Wenn du ihn ersetzen willst, entferne ihn zuerst.
refused-same-name = Einen Artikel mit diesem Namen gibt es schon. Benenne die Datei um, oder entferne zuerst jenen.
refused-name = Der Dateiname ist nicht brauchbar. Benenne sie um, zum Beispiel in 2019-04-gipfel.txt.
refused-type = Ich lese nur .txt, .md, .html und .pdf sowie Übersetzungen (.translation.toml). Wandle die Datei um.
refused-never-an-article = Eine Datei mit diesem Namen gilt nie als Artikel. Benenne sie um, wenn sie doch einer ist.
refused-encoding = Die Zeichenkodierung ist unklar. Speichere die Datei als UTF-8.
refused-no-text = Darin ist kein Text zu finden. Ist es ein Scan, lass eine Texterkennung (OCR) darüberlaufen; sonst speichere den Text als .txt.
refused-encrypted = Die Datei ist mit einem Passwort geschützt. Speichere eine Kopie ohne Passwort.
refused-damaged = Die Datei ist beschädigt. Speichere sie noch einmal, oder lade sie neu herunter.
refused-too-complex = Die Datei ist zu verschachtelt, um sie in vertretbarer Zeit zu lesen. Speichere den Text des Artikels als .txt.
refused-metadata = Die Angaben zum Artikel (Titel, Datum und so weiter) sind nicht brauchbar. Berichtige sie: { $problem }
refused-translation = Diese Übersetzung ist nicht brauchbar. Berichtige sie: { $problem }
refused-translation-stale = Der Artikel lautet inzwischen anders als bei der Übersetzung, in Satz { $numbers }. Übersetze diese Sätze neu.
refused-translation-alone = Dazu gibt es keinen Artikel. Die Datei muss heißen wie er, etwa gipfel.ko.translation.toml zu gipfel.txt.
refused-names = Diese Namen sind nicht brauchbar. Berichtige sie: { $problem }
refused-purged = Dieser Text wurde endgültig gelöscht und wird nicht wieder aufgenommen. Lass die Datei weg.
rollback-done = Zurückgesetzt
rollback-articles = Die Artikel bleiben, wie sie sind: Der nächste Neuaufbau veröffentlicht sie wieder. Entferne oder berichtige vorher, was nicht wiederkommen soll.
rollback-nothing = Es gibt noch keinen früheren Index. Der erste Neuaufbau, der etwas ändert, hinterlässt einen.
rollback-impossible = Zu diesem Index kann ich nicht zurück: Er fehlt, ist beschädigt oder mit einem anderen Modell oder einer anderen Version gemacht. Wähle einen aus der Liste, die beim Tippen erscheint.
status-title = Zustand des Bots
status-build = Index: { $build } · { $articles } Artikel · { $sentences ->
    [one] { $sentences } Satz
   *[other] { $sentences } Sätze
}
status-encoder = Modell: { $encoder }
status-threshold = Antwortet ab einer Sicherheit von { $threshold }
status-uptime = Laufzeit
status-error = Letzter Fehler
status-no-error = keiner
status-queue = Warteschlange: { $waiting ->
    [one] { $waiting } wartet
   *[other] { $waiting } warten
}, { $running } in Arbeit
status-log-well = Protokoll: in Ordnung
status-log-waiting = ⚠️ Protokoll: Die Datenbank fehlt, { $count ->
    [one] { $count } Eintrag wartet
   *[other] { $count } Einträge warten
}.
channels-everywhere = Ich antworte in allen Kanälen.
channels-only = Ich antworte nur in { $channels }.
channels-gone = Die Kanäle, in denen ich antworten soll, gibt es nicht mehr; darum antworte ich nirgends. Nenne mit „{ $allow }“ einen anderen, oder wähle „{ $everywhere }“.
channels-none-to-forbid = Ich antworte in allen Kanälen, einzeln herausnehmen lässt sich keiner. Nenne mit „{ $allow }“ die Kanäle, in denen ich stattdessen antworten soll.
channels-last = Das ist der einzige Kanal, in dem ich antworte. Nenne zuerst mit „{ $allow }“ einen anderen, oder wähle „{ $everywhere }“.
cooldown-now = Wartezeit zwischen zwei Fragen: { $seconds } s
cooldown-reset = Die eigene Wartezeit dieses Servers ist aufgehoben; es gilt die des Bots: { $seconds } s

## Discord: the log

log-recent-title = Die letzten Fragen
log-search-title = Gefundene Fragen
log-unanswered-title = Fragen ohne gute Antwort
log-nothing = Nichts gefunden.
log-text-paused = (Text nicht gespeichert)
log-closest = Am nächsten: { $sentence }
log-export-too-large = Das ist zu viel für eine Datei auf Discord. Wähle einen kürzeren Zeitraum.
log-no-day = Das ist kein Datum. Schreib es so: 2026-04-27
log-backwards = Der erste Tag liegt nach dem letzten. Vertausche die beiden.
