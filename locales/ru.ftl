## Почему на вопрос нет ответа

refusal-not-found = В моих источниках этого нет.
refusal-empty = Здесь пока нет вопроса. Спросите, например: где встретились Ким и Путин?
refusal-too-short = Это слишком коротко для поиска. Пожалуйста, задайте вопрос целым предложением.
refusal-too-long = Это слишком длинно для вопроса. Пожалуйста, сократите его до самого главного.
refusal-no-words = Я не нахожу здесь слов, по которым можно искать. Пожалуйста, спросите словами.
refusal-unsupported-language = Этого языка я не понимаю. Пожалуйста, спросите по-немецки, по-английски, по-корейски или по-русски.

## Ответы

closest-heading = Самые близкие предложения – это не ответ
confidence-high = Уверенность: высокая ({ $percent } %)
confidence-medium = Уверенность: средняя ({ $percent } %)
confidence-low = Уверенность: низкая ({ $percent } %)
sentence-one = предложение { $number } из { $count }
sentence-range = предложения { $first }–{ $last } из { $count }
original-in = язык оригинала: { $language }
label-source = Источник
label-publisher = Издание
label-date = Дата
title-unknown = название неизвестно
publisher-unknown = издание неизвестно
date-unknown = дата неизвестна

## Ошибки

error-index-missing = Индекс сейчас перестраивается. Пожалуйста, спросите ещё раз через несколько минут.
error-unexpected = Что-то пошло не так. Ошибка записана; пожалуйста, попробуйте позже.

## Terminal

chat-welcome = Gipfelbot – спросите меня о саммите по-немецки, по-английски, по-корейски или по-русски. Ctrl-D – выход.
chat-connect-discord = Я отвечаю и в Discord: задайте DISCORD_TOKEN (см. README) и запустите меня снова.
chat-goodbye = До встречи.

## Статистика (изображение)

stats-title = Вопросы за { $days ->
    [one] последний { $days } день
    [few] последние { $days } дня
   *[many] последние { $days } дней
}
stats-questions-a-day = Вопросы по дням
stats-questions = вопросы
stats-answered = с ответом
stats-refused = без ответа
stats-latency = Время до ответа
stats-milliseconds = миллисекунды
stats-median = медиана
stats-slowest = 95-й процентиль
stats-languages = Языки
stats-feedback = Отзывы
stats-votes = голоса
stats-liked = полезно
stats-disliked = бесполезно
stats-most-cited = Чаще всего цитируемые предложения
stats-times-cited = число цитирований
stats-nothing = пока ничего нет
