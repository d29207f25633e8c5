## Почему на вопрос нет ответа

refusal-not-found = Ответа на это в своих источниках я не нашёл.
refusal-unsure = Я не уверен, что в моих источниках об этом сказано.
refusal-no-more = Ничего больше об этом я в своих источниках не нашёл.
refusal-empty = { $example ->
    [none] Здесь пока нет вопроса. Задайте его.
   *[other] Здесь пока нет вопроса. Спросите, например: { $example }
}
refusal-too-short = Это слишком коротко для поиска. Пожалуйста, задайте вопрос целым предложением.
refusal-too-long = Это слишком длинно для вопроса. Пожалуйста, сократите его до самого главного.
refusal-no-words = Я не нахожу здесь слов, по которым можно искать. Пожалуйста, спросите словами.
refusal-unsupported-language = Этого языка я не понимаю. Пожалуйста, спросите по-немецки, по-английски, по-корейски или по-русски.
refusal-greeting = { $example ->
    [none] Здравствуйте! Спросите меня о чём-нибудь.
   *[other] Здравствуйте! Спросите меня о чём-нибудь, например: { $example }
}
refusal-thanks = Пожалуйста!
refusal-remark = Хорошо. Если захотите что-то узнать, просто спросите.
refusal-help = Я бот. Отвечаю на вопросы на русском, немецком, английском и корейском языках дословными предложениями из своих источников и показываю, откуда они взяты.{ $example ->
    [none] {""}
   *[other] {" "}Спросите, например: { $example }
}
refusal-privacy = Что я о вас храню и как это удалить, написано здесь: { $privacy }
refusal-beyond = С этим я не помогу: я только цитирую предложения из своих источников.{ $example ->
    [none] {""}
   *[other] {" "}Спросите, например: { $example }
}
refusal-overview = Пересказывать я не умею, я только цитирую. Спросите меня о подробностях.
refusal-sources = Я только цитирую свои источники, слово в слово. Всё, что я о них знаю, указано под каждой цитатой: название, издание, дата и номер предложения.
sources-known = Мои источники: { $articles ->
    [one] { $articles } статья
    [few] { $articles } статьи
   *[many] { $articles } статей
}, { $sentences ->
    [one] { $sentences } предложение
    [few] { $sentences } предложения
   *[many] { $sentences } предложений
} ({ $whose }). Список показывает команда { $command }.

## Ответы

closest-heading = Самые близкие предложения — не в качестве ответа
closest-unsure = Самые близкие предложения — уверенного ответа нет
closest-overview = Так начинаются источники
confidence-high = Уверенность: высокая ({ $percent } %)
confidence-medium = Уверенность: средняя ({ $percent } %)
confidence-low = Уверенность: низкая ({ $percent } %)
sentence-one = предложение { $number } из { $count }
sentence-range = предложения { $first }–{ $last } из { $count }
original-in = язык оригинала: { $language }
translation = Перевод ({ $origin }): { $text }
translation-part = { $origin }, { $count ->
    [1] предложение { $first }
   *[other] предложения { $first }–{ $last }
}
origin-publisher = официальная версия издания
origin-person = выполнен человеком
origin-machine = машинный
origin-project = выполнен проектом
label-source = Источник
label-publisher = Издание
label-date = Дата
title-unknown = название неизвестно
publisher-unknown = издание неизвестно
date-unknown = дата неизвестна

## Ошибки

error-index-missing = Индекс сейчас перестраивается. Пожалуйста, спросите ещё раз через несколько минут.
error-engine-away = Поиск сейчас не отвечает. Пожалуйста, спросите ещё раз через несколько минут.
error-unexpected = Что-то пошло не так. Ошибка записана; пожалуйста, попробуйте позже.

## Terminal

chat-welcome = Gipfelbot — спрашивайте по-немецки, по-английски, по-корейски или по-русски. Ctrl-D — выход.
chat-connect-discord = Я отвечаю и в Discord: задайте DISCORD_TOKEN (см. README) и запустите меня снова.
chat-goodbye = До встречи.

## Почему ответ именно такой (терминал и Discord)

explain-title = Обоснование
explain-threshold = Ответ даётся при уверенности от { $threshold }; здесь она { $confidence }.
explain-whole = Запрос: { $text }
explain-part = Часть { $number }: { $text }
explain-both = Поиск шёл вместе с тем, что было сказано раньше, и отдельно; обе оценки учтены поровну.
explain-other-index = Этот ответ дан по индексу { $build }; здесь обосновано то, что говорит нынешний.
explain-none = Ни одно предложение не рассматривалось.
explain-order = Порядок: значение и вклад с учётом веса
explain-confidence = Уверенность: значение и вклад с учётом веса
explain-meaning = Смысл
explain-words = Слова
explain-word-by-word = Пословно
explain-sentence = Предложение
explain-sum = Сумма
explain-score = Уверенность
explain-footer = Индекс { $build } · ✓ процитировано
explain-not-kept = Чтобы обосновать ответ, вопрос задаётся заново, но не всё нужное для этого ещё хранится.
explain-not-mine = Это не мой ответ. Выберите один из моих ответов.

## Статистика (изображение)

stats-title = Вопросы за { $days ->
    [1] последний день
    [one] последний { $days } день
    [few] последние { $days } дня
   *[many] последние { $days } дней
}
stats-questions-a-day = Вопросы по дням
stats-questions = вопросы
stats-answered = с ответом
stats-refused = без ответа
stats-small-talk = приветствия и т. п.
stats-latency = Время до ответа
stats-milliseconds = миллисекунды
stats-median = медиана
stats-slowest = 95-й процентиль
stats-languages = Языки
stats-feedback = Оценки
stats-votes = число оценок
stats-liked = помогло
stats-disliked = не помогло
stats-most-cited = Самые цитируемые предложения
stats-times-cited = число цитирований
stats-nothing = пока ничего нет

## Discord: answers

answer-context = Перед этим: { $text }
answer-translate = перевести
answer-build = Индекс { $build }
button-context = Контекст
button-previous = Назад
button-next = Далее
context-title = Откуда взяты цитаты
context-gone = Текст этой статьи больше не хранится.
context-none = К этому ответу нет цитат.
vote-thanks = Спасибо, это записано.
vote-title = Что было не так?
vote-what-was-wrong = Своими словами (необязательно)
evidence-no-text = В этом сообщении нет текста, для которого я мог бы искать подтверждения.
message-hidden = Discord не показывает мне, что вы здесь ответили. Упомяните меня в ответе или спросите с помощью команды /{ $command }.
message-points = Discord не показывает мне сообщение, на которое вы ответили. Правый щелчок по нему (на телефоне — долгое нажатие) → Приложения → { $evidence } — и я поищу подтверждения.
message-to-role = Вы упомянули мою роль, а текст таких сообщений Discord мне не показывает. Упомяните меня самого или спросите с помощью команды /{ $command }.
ask-not-here = Здесь я не отвечаю; спросите меня в { $channels }.
ask-nowhere = Каналов, в которых я должен отвечать, больше нет. Сообщите об этом тем, кто управляет сервером.

## Discord: please wait

busy-running = Ваш предыдущий вопрос ещё в работе. Попробуйте снова через { $seconds } с.
busy-cooldown = Минутку: спросите снова через { $seconds } с.
busy-queue = Сейчас очень много вопросов. Попробуйте снова через { $seconds } с.
busy-closing = Я перезапускаюсь. Попробуйте снова через { $seconds } с.

## Discord: what went wrong

error-log-unavailable = База данных сейчас не отвечает. Пожалуйста, попробуйте позже.
error-record-gone = Этот ответ больше не хранится. Задайте вопрос ещё раз.
error-article-gone = Этой статьи нет в текущем индексе. Какие статьи есть, показывает список источников.
error-command-outdated = Этой команды в таком виде больше нет. Перезагрузите Discord и попробуйте снова.
error-not-allowed = Для этого нужно право «Управлять сервером».
error-not-operator = Это может делать только владелец этого бота.
error-not-yours = Эта кнопка принадлежит другому человеку.
error-missing-permission = Мне здесь не хватает прав. Попросите администратора сервера разрешить мне отправлять сообщения, в том числе в ветках, и встраивать ссылки.
error-blocked = Фильтр этого сервера (AutoMod) задержал мой ответ. Администраторы могут сделать для меня исключение.
error-discord = У Discord сейчас неполадки. Пожалуйста, попробуйте ещё раз.

## Discord: names of commands and options, as people type them: lower case, no spaces

command-ask = спросить
command-ask-about = Задайте вопрос: ответ состоит из цитат, которые можно проверить
option-question = вопрос
option-question-about = Что вы хотите узнать
option-private = приватно
option-private-about = Ответ увидите только вы
command-evidence = Найти подтверждения
command-explain = Обосновать ответ
command-sources = источники
command-sources-about = Статьи, из которых я отвечаю
command-list = список
command-list-about = Все статьи, постранично
command-show = показать
command-show-about = Одна статья с пронумерованными предложениями
option-article = статья
option-article-about = Какая статья
command-verify = проверить
command-verify-about = Проверить, есть ли ещё цитата в статье
option-citation = ссылка
option-citation-about = Ссылка на цитату, скопированная из «Контекста» под ответом
command-help = помощь
command-help-about = Что я умею и как спрашивать
command-privacy = приватность
command-privacy-about = Что я храню и какие у вас права
command-about = сведения
command-about-about = Что хранится, зачем и как долго
command-export = выгрузить
command-privacy-export-about = Всё, что я о вас храню, одним файлом
command-delete = удалить
command-delete-about = Удалить ваши вопросы, оценки и комментарии
command-pause = приостановить
command-pause-about = Больше не хранить текст ваших вопросов
command-resume = возобновить
command-resume-about = Снова хранить текст ваших вопросов
command-admin = управление
command-admin-about = Для тех, кто управляет сервером
command-reindex = переиндексация
command-reindex-about = Прочитать статьи заново и опубликовать новый индекс
option-dry-run = проба
option-dry-run-about = Только показать, что изменится
option-cancel = отмена
option-cancel-about = Остановить текущую переиндексацию, кто бы её ни начал
command-status = статус
command-status-about = Индекс, время работы, последняя ошибка, очередь
command-add = добавить
command-add-about = Добавить статьи или их переводы: .txt, .md, .html, .pdf, .translation.toml
option-file = файл
option-file-about = Статья или перевод
option-file-2 = файл-2
option-file-3 = файл-3
option-file-4 = файл-4
option-file-5 = файл-5
option-more-about = Ещё одна статья
option-title = название
option-title-about = Название, если в файле его нет (только для одного файла)
option-publisher = издание
option-publisher-about = Кто опубликовал (только для одного файла)
option-date = дата
option-date-about = День, месяц или год: 2019-04-25, 2019-04 или 2019 (только для одного файла)
option-url = адрес
option-url-about = Страница статьи (только для одного файла)
command-remove = убрать
command-remove-about = Убрать статью из индекса
command-rollback = откат
command-rollback-about = Вернуться к прежнему индексу
option-build = индекс
option-build-about = Какой индекс; если не указан, предыдущий
command-channels = каналы
command-channels-about = Где я отвечаю на этом сервере
option-allow = разрешить
option-allow-about = Отвечать и в этом канале
option-forbid = запретить
option-forbid-about = Больше не отвечать в этом канале
option-everywhere = везде
option-everywhere-about = Снова отвечать во всех каналах
command-cooldown = пауза
command-cooldown-about = Сколько ждать между двумя вопросами
option-seconds = секунды
option-seconds-about = От 0 до 3600; если не указано, настройка бота
command-log = журнал
command-log-about = О чём спрашивали на этом сервере
command-recent = последние
command-recent-about = Последние вопросы
option-count = количество
option-count-about = Сколько, от 1 до 25
command-search = искать
command-search-about = Вопросы, содержащие текст
option-text = текст
option-text-about = Что искать
command-unanswered = без-ответа
command-unanswered-about = Вопросы без хорошего ответа, похожие вместе
command-stats = статистика
command-stats-about = Вопросы, время ответа и оценки на картинке
option-days = дни
option-days-about = За сколько дней
option-dark = тёмная
option-dark-about = Для тёмной темы Discord
command-log-export-about = Все вопросы за период одним файлом
option-format = формат
option-format-about = CSV для таблиц или JSON Lines
option-since = начиная
option-since-about = Первый день, например 2026-04-27
option-until = по
option-until-about = Последний день, например 2026-04-30

## Discord: sources and citations

sources-title = Источники ({ $count })
sources-page = Страница { $page } из { $pages }
sources-empty = Статей пока нет.
verify-title = Проверка цитаты
verify-stands = ✅ Цитата есть в статье, слово в слово.
verify-moved = ✅ Статья изменилась, но цитата по-прежнему есть в ней слово в слово.
verify-changed = ⚠️ Статья изменилась, и этого в ней больше нет.
verify-removed = ⚠️ Этой статьи больше нет среди источников.
verify-purged = 🗑️ Текст удалён навсегда; цитату больше нельзя проверить.
verify-unpublished = ⚠️ Этот индекс был временным, только в памяти, и ничего от него не сохранилось, поэтому цитату уже не проверить. Задайте вопрос ещё раз.
verify-unknown = ❌ Я никогда не публиковал этот текст, или цитата ему не соответствует.
verify-place = Статья: { $article } · { $count ->
    [1] предложение { $first }
   *[other] предложения { $first }–{ $last }
} · индекс { $build }
verify-never-said = В указанном индексе этой статьи в таком виде не было.
verify-other-sentences = Номера предложений не соответствуют этому месту.
verify-invalid = Это не ссылка на цитату. Скопируйте её из раздела «Контекст» под ответом.

## Discord: help

help-title = Как меня спрашивать
help-text =
    Я отвечаю только предложениями из своих статей — дословно и с указанием места. Если я не нахожу в них ответа, я так и говорю.

    {"**"}/{ $ask }** — задать вопрос; с «{ $private }» ответ увидите только вы
    {"**"}Упоминание или личное сообщение** — то же без команды
    {"**"}Ответ на моё сообщение или новый вопрос сразу после него** — спросить дальше, можно коротко: «А где?»
    {"**"}Правый щелчок по сообщению (на телефоне — долгое нажатие) → Приложения → { $evidence }** — что об этом говорят статьи
    {"**"}/{ $sources }** — все статьи с пронумерованными предложениями
    {"**"}/{ $verify }** — проверить, есть ли ещё цитата в статье
    {"**"}/{ $privacy }** — что я храню и как это удалить

    Под каждым ответом: **{ $context }** показывает абзац вокруг каждой цитаты; 👍 и 👎 говорят владельцу бота, помог ли ответ.
help-admins = Для тех, кто управляет этим сервером: **/{ $admin }** и **/{ $log }**, а правым щелчком по ответу — **{ $explain }**.

## Discord: privacy

privacy-title = Приватность
privacy-text =
    {"**"}Что я храню:** ваш вопрос, мой ответ со ссылками, время, сервер и канал, настройку языка, вашу оценку 👍 или 👎 и комментарий к ней — а вместо имени псевдоним, который только этот бот может связать с вами. А также ваши действия как администратора и то, что вы приостановили хранение текстов.
    {"**"}Зачем:** чтобы владелец бота видел, чего не хватает в статьях и помогают ли ответы, и мог проследить изменения.
    {"**"}Как долго:** { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }, затем всё удаляется; действия администраторов — { $audit ->
        [one] { $audit } день
        [few] { $audit } дня
       *[many] { $audit } дней
    }; приостановка — пока вы её не отмените.
    {"**"}Ваши права:** **/{ $privacy } { $export }** выдаёт вам всё одним файлом, **/{ $privacy } { $delete }** сразу удаляет ваши вопросы, оценки и комментарии, а после **/{ $privacy } { $pause }** текст ваших вопросов больше не хранится. Действия администратора и приостановка остаются в записях.
privacy-paused = Текст ваших вопросов не хранится.
privacy-not-paused = Текст ваших вопросов хранится.
privacy-export-done = Это всё, что я о вас храню.
privacy-delete-ask = Действительно удалить все ваши вопросы, оценки и комментарии? Ваши действия как администратора и приостановка останутся в записях. Это нельзя отменить.
button-delete = Удалить всё
privacy-deleted = Удалено: { $queries ->
    [one] { $queries } вопрос
    [few] { $queries } вопроса
   *[many] { $queries } вопросов
}, { $feedback ->
    [one] { $feedback } оценка
    [few] { $feedback } оценки
   *[many] { $feedback } оценок
}.
privacy-deleted-later = Последние следы на диске исчезнут в течение нескольких минут.

## Discord: admins

progress = ⏳ { $phase }: { $done } из { $total }.
progress-left = Осталось примерно { $seconds } с.
phase-read = Чтение статей
phase-embed = Обработка предложений
phase-link = Связывание предложений для поиска
phase-check = Проверка нового индекса
phase-publish = Публикация
button-cancel = Отменить
button-confirm = Всё равно опубликовать
reindex-title = Индекс
reindex-published = ✅ Опубликовано: { $build }, за { $seconds } с; уже известных предложений: { $reused }.
reindex-unchanged = ✅ Ничего не изменилось; остаётся { $build }.
reindex-dry-run = 🔍 Пробный запуск ({ $seconds } с): ничего не опубликовано.
reindex-needs-word = ✋ Пока не опубликовано: нужно ваше подтверждение.
reindex-doubt-sentences = Пропадёт очень много предложений.
reindex-doubt-recall = Ответы на контрольные вопросы станут заметно хуже.
reindex-busy = Переиндексация уже идёт.
reindex-busy-with = Переиндексация уже идёт: { $who }, с { $since } UTC, { $done } из { $total }.
reindex-cancelling = Отменяется.
reindex-asked-to-end = Отменяется: { $who }, с { $since } UTC, { $done } из { $total }.
reindex-not-running = Сейчас переиндексация не идёт.
reindex-cancelled = Отменено; индекс остаётся прежним.
reindex-died = Переиндексация неожиданно прервалась; индекс остаётся прежним. Запустите её снова.
reindex-check-unusable = Новый индекс нельзя проверить: в файле контрольных вопросов ошибка (какая именно — в журнале бота). Индекс остаётся прежним.
reindex-nothing = Не осталось бы ни одной читаемой статьи; индекс остаётся прежним. Сначала добавьте другую статью.
error-store-unwritable = Сейчас нельзя записать на диск; индекс остаётся прежним. Освободите место и попробуйте снова.
diff-added = ➕ Добавлено: { $names }
diff-removed = ➖ Убрано: { $names }
diff-changed = ✏️ Изменено: { $names }
diff-translations = 🌐 Переводы: { $names }
diff-names = 🔤 Имена: { $names }
diff-sentences = Предложения: +{ $added } −{ $removed }, теперь { $after }
diff-recall = Контрольные вопросы: верно { $before } % → { $after } %, иных ответов: { $count }
more = … и ещё { $count }
add-nothing = Ничего не добавлено
added-file = ✅ { $file }: сохранено
added-later = Сохранённые статьи попадут в индекс при следующей переиндексации.
add-which-file = Название, издание, дата и адрес указываются только для одной статьи.
add-metadata-wrong = Для параметра «{ $option }» это значение не подходит. Нужно: { $about }
refused-file = ❌ { $file }: { $reason }
refused-empty = В файле нет текста. Добавьте в него текст статьи.
refused-fetch = Discord не отдал файл. Загрузите его ещё раз.
refused-binary = Это не текст. Сохраните статью как .txt, .md, .html или .pdf.
refused-too-large = Файл больше { $limit } МБ. Разделите его.
refused-unreadable = Файл не читается. Проверьте права доступа к нему или сохраните его заново.
refused-link = Это ссылка на файл вне папки. Положите в папку сам файл.
refused-duplicate = Такая статья уже есть. Чтобы заменить её, сначала уберите прежнюю.
refused-same-name = Статья с таким именем уже есть. Переименуйте файл или сначала уберите ту статью.
refused-name = Имя файла не подходит. Переименуйте его, например в 2019-04-summit.txt.
refused-type = Я читаю только .txt, .md, .html и .pdf, а также переводы (.translation.toml). Преобразуйте файл.
refused-never-an-article = Файл с таким именем не считается статьёй. Если это статья, переименуйте его.
refused-encoding = Не удалось определить кодировку. Сохраните файл в UTF-8.
refused-no-text = В файле не нашлось текста. Если это скан, распознайте его (OCR), иначе сохраните текст как .txt.
refused-encrypted = Файл защищён паролем. Сохраните копию без пароля.
refused-damaged = Файл повреждён. Сохраните или скачайте его заново.
refused-too-complex = Файл устроен слишком сложно, чтобы прочитать его за разумное время. Сохраните текст статьи в формате .txt.
refused-metadata = Сведения о статье (название, дата и т. д.) нельзя использовать. Исправьте их: { $problem }
refused-translation = Этот перевод нельзя использовать. Исправьте его: { $problem }
refused-translation-stale = Статья изменилась после перевода (предложения: { $numbers }). Переведите эти предложения заново.
refused-translation-alone = Нет статьи, к которой относится этот перевод. Назовите файл по статье, например summit.ko.translation.toml для summit.txt.
refused-names = Эти имена нельзя использовать. Исправьте их: { $problem }
refused-purged = Этот текст удалён навсегда и не будет добавлен снова. Уберите файл.
rollback-done = Возврат выполнен
rollback-articles = Сами статьи не изменились: следующая переиндексация опубликует их снова. Сначала уберите или исправьте то, что не должно вернуться.
rollback-nothing = Более раннего индекса пока нет. Он появится после первой переиндексации, которая что-то изменит.
rollback-impossible = К этому индексу вернуться нельзя: его нет, он повреждён или создан другой моделью или версией. Выберите индекс из списка, который появляется при вводе.
status-title = Состояние бота
status-build = Индекс: { $build } · статей: { $articles } · предложений: { $sentences }
status-encoder = Модель: { $encoder }
status-threshold = Отвечает при уверенности от { $threshold }
status-uptime = Время работы
status-error = Последняя ошибка
status-no-error = нет
status-queue = В очереди: { $waiting }, в работе: { $running }
status-log-well = Журнал: в порядке
status-log-waiting = ⚠️ Журнал: база данных недоступна, записей в ожидании: { $count }.
channels-everywhere = Я отвечаю во всех каналах.
channels-only = Я отвечаю только в { $channels }.
channels-gone = Каналов, в которых я должен отвечать, больше нет, поэтому я не отвечаю нигде. Укажите другой с помощью «{ $allow }» или выберите «{ $everywhere }».
channels-none-to-forbid = Я отвечаю во всех каналах, исключить один из них нельзя. Укажите с помощью «{ $allow }» каналы, в которых мне отвечать.
channels-last = Это единственный канал, где я отвечаю. Сначала укажите другой с помощью «{ $allow }» или выберите «{ $everywhere }».
cooldown-now = Пауза между вопросами: { $seconds } с
cooldown-reset = Собственная пауза этого сервера снята; действует пауза бота: { $seconds } с

## Discord: the log

log-recent-title = Последние вопросы
log-search-title = Найденные вопросы
log-unanswered-title = Вопросы без хорошего ответа
log-nothing = Ничего не найдено.
log-text-paused = (текст не хранится)
log-closest = Ближе всего: { $sentence }
log-export-too-large = Для одного файла в Discord это слишком много. Выберите период короче.
log-no-day = Это не дата. Напишите так: 2026-04-27
log-backwards = Первый день позже последнего. Поменяйте их местами.
