## 질문에 답하지 못하는 이유

refusal-not-found = 제가 가진 출처에는 그 내용이 없습니다.
refusal-empty = 아직 질문이 없습니다. 예를 들어 “김정은과 푸틴은 어디에서 만났나요?”처럼 물어보세요.
refusal-too-short = 검색하기에는 너무 짧습니다. 완전한 문장으로 물어봐 주세요.
refusal-too-long = 질문이 너무 깁니다. 알고 싶은 것만 간추려서 물어봐 주세요.
refusal-no-words = 검색할 수 있는 단어가 없습니다. 글로 물어봐 주세요.
refusal-unsupported-language = 이 언어는 이해하지 못합니다. 독일어, 영어, 한국어 또는 러시아어로 물어봐 주세요.

## 답변

closest-heading = 가장 가까운 문장 – 답변은 아닙니다
confidence-high = 확신도: 높음({ $percent }%)
confidence-medium = 확신도: 보통({ $percent }%)
confidence-low = 확신도: 낮음({ $percent }%)
sentence-one = 전체 { $count }문장 중 { $number }번째
sentence-range = 전체 { $count }문장 중 { $first }~{ $last }번째
original-in = 원문 언어: { $language }
label-source = 출처
label-publisher = 발행처
label-date = 날짜
title-unknown = 제목 미상
publisher-unknown = 발행처 미상
date-unknown = 날짜 미상

## 오류

error-index-missing = 색인을 다시 만드는 중입니다. 몇 분 뒤에 다시 물어봐 주세요.
error-unexpected = 문제가 발생했습니다. 오류를 기록해 두었으니 나중에 다시 시도해 주세요.

## Terminal

chat-welcome = Gipfelbot – 정상회담에 대해 독일어, 영어, 한국어, 러시아어로 물어보세요. Ctrl-D를 누르면 끝납니다.
chat-connect-discord = 디스코드에서도 답합니다. DISCORD_TOKEN을 설정하고(README 참고) 다시 시작하세요.
chat-goodbye = 또 만나요.

## 통계(그림)

stats-title = 최근 { $days }일 동안의 질문
stats-questions-a-day = 하루 질문 수
stats-questions = 질문 수
stats-answered = 답변함
stats-refused = 답변하지 못함
stats-latency = 답변까지 걸린 시간
stats-milliseconds = 밀리초
stats-median = 중앙값
stats-slowest = 95번째 백분위수
stats-languages = 언어
stats-feedback = 의견
stats-votes = 투표 수
stats-liked = 도움이 됨
stats-disliked = 도움이 안 됨
stats-most-cited = 가장 많이 인용된 문장
stats-times-cited = 인용 횟수
stats-nothing = 아직 없음
