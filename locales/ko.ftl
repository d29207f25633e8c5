## 질문에 답하지 못하는 이유

refusal-not-found = 제가 가진 출처에서 답을 찾지 못했습니다.
refusal-unsure = 제가 가진 출처에 그 내용이 있는지 확실하지 않습니다.
refusal-no-more = 제가 가진 출처에서 그에 대해 더 찾은 것은 없습니다.
refusal-empty = { $example ->
    [none] 아직 질문이 없습니다. 궁금한 것을 물어보세요.
   *[other] 아직 질문이 없습니다. 예를 들어 “{ $example }”처럼 물어보세요.
}
refusal-too-short = 검색하기에는 너무 짧습니다. 완전한 문장으로 물어봐 주세요.
refusal-too-long = 질문이 너무 깁니다. 알고 싶은 것만 간추려서 물어봐 주세요.
refusal-no-words = 검색할 수 있는 단어가 없습니다. 글로 물어봐 주세요.
refusal-unsupported-language = 이 언어는 이해하지 못합니다. 독일어, 영어, 한국어 또는 러시아어로 물어봐 주세요.
refusal-greeting = { $example ->
    [none] 안녕하세요! 궁금한 것을 물어보세요.
   *[other] 안녕하세요! 궁금한 것을 물어보세요. 예: “{ $example }”
}
refusal-thanks = 천만에요.
refusal-remark = 알겠습니다. 궁금한 것이 있으면 언제든지 물어보세요.
refusal-help = 저는 봇입니다. 한국어, 영어, 독일어, 러시아어 질문에 출처의 문장을 그대로 인용해 답하고, 그 문장이 어디에 있는지 보여 드립니다.{ $example ->
    [none] {""}
   *[other] {" "}예를 들어 “{ $example }”처럼 물어보세요.
}
refusal-privacy = 제가 회원님에 대해 무엇을 보관하는지, 그것을 어떻게 삭제할 수 있는지는 여기에 있습니다: { $privacy }
refusal-beyond = 그런 질문이나 부탁에는 답할 수 없습니다. 저는 출처의 문장을 인용하기만 합니다.{ $example ->
    [none] {""}
   *[other] {" "}예를 들어 “{ $example }”처럼 물어보세요.
}
refusal-overview = 저는 요약은 하지 않고 인용만 합니다. 궁금한 점을 구체적으로 물어보세요.
refusal-sources = 저는 출처의 문장을 그대로 인용하기만 합니다. 출처에 대해 제가 아는 것(제목, 발행처, 날짜, 몇 번째 문장인지)은 모두 인용문 아래에 적혀 있습니다.
sources-known = 제가 가진 출처: 기사 { $articles }건, 문장 { $sentences }개({ $whose }). 목록은 { $command } 명령으로 볼 수 있습니다.

## 답변

closest-heading = 가장 가까운 문장 – 답변으로 드리는 것은 아닙니다
closest-unsure = 가장 가까운 문장 – 확실한 답변은 아닙니다
closest-overview = 출처의 첫머리
confidence-high = 확신도: 높음({ $percent }%)
confidence-medium = 확신도: 보통({ $percent }%)
confidence-low = 확신도: 낮음({ $percent }%)
sentence-one = 전체 { $count }문장 중 { $number }번째
sentence-range = 전체 { $count }문장 중 { $first }~{ $last }번째
original-in = 원문 언어: { $language }
translation = 번역({ $origin }): { $text }
translation-part = { $origin }, { $count ->
    [1] { $first }번째 문장
   *[other] { $first }~{ $last }번째 문장
}
origin-publisher = 발행처 공식판
origin-person = 사람
origin-machine = 기계
origin-project = 이 프로젝트
label-source = 출처
label-publisher = 발행처
label-date = 날짜
title-unknown = 제목 미상
publisher-unknown = 발행처 미상
date-unknown = 날짜 미상

## 오류

error-index-missing = 색인을 다시 만드는 중입니다. 몇 분 뒤에 다시 물어봐 주세요.
error-engine-away = 지금은 검색이 응답하지 않습니다. 몇 분 뒤에 다시 물어봐 주세요.
error-unexpected = 문제가 발생했습니다. 오류를 기록해 두었으니 나중에 다시 시도해 주세요.

## Terminal

chat-welcome = Gipfelbot – 독일어, 영어, 한국어, 러시아어로 물어보세요. Ctrl-D를 누르면 끝납니다.
chat-connect-discord = 디스코드에서도 답합니다. DISCORD_TOKEN을 설정하고(README 참고) 다시 시작하세요.
chat-goodbye = 또 만나요.

## 답변이 나온 이유(터미널과 Discord)

explain-title = 설명
explain-threshold = 확신도가 { $threshold } 이상이면 답합니다. 이 질문의 확신도는 { $confidence }입니다.
explain-whole = 검색한 질문: { $text }
explain-part = 부분 질문 { $number }: { $text }
explain-both = 앞에서 한 말과 함께, 그리고 질문만으로 검색했으며 두 결과를 똑같이 반영합니다.
explain-other-index = 이 답변은 { $build } 색인에서 나왔습니다. 여기서는 현재 색인의 결과를 설명합니다.
explain-none = 검토한 문장이 없습니다.
explain-order = 순서: 값과 가중치를 곱한 기여도
explain-confidence = 확신도: 값과 가중치를 곱한 기여도
explain-meaning = 의미
explain-words = 단어
explain-word-by-word = 단어별 비교
explain-sentence = 문장
explain-sum = 합계
explain-score = 확신도
explain-footer = 색인 { $build } · ✓ 인용됨
explain-not-kept = 답변을 설명하려면 질문을 다시 계산해야 하는데, 필요한 내용이 더는 모두 저장되어 있지 않습니다.
explain-not-mine = 제 답변이 아닙니다. 제 답변 가운데 하나를 골라 주세요.

## 통계(그림)

stats-title = 최근 { $days }일 동안의 질문
stats-questions-a-day = 하루 질문 수
stats-questions = 질문 수
stats-answered = 답변함
stats-refused = 답변하지 못함
stats-small-talk = 인사말 등
stats-latency = 답변까지 걸린 시간
stats-milliseconds = 밀리초
stats-median = 중앙값
stats-slowest = 95번째 백분위수
stats-languages = 언어
stats-feedback = 평가
stats-votes = 평가 수
stats-liked = 도움이 됨
stats-disliked = 도움이 안 됨
stats-most-cited = 가장 많이 인용된 문장
stats-times-cited = 인용 횟수
stats-nothing = 아직 없음

## Discord: answers

answer-context = 바로 앞: { $text }
answer-translate = 번역하기
answer-build = 색인 { $build }
button-context = 문맥
button-previous = 이전
button-next = 다음
context-title = 인용문이 있는 곳
context-gone = 이 기사의 본문은 더 이상 보관되어 있지 않습니다.
context-none = 이 답변에는 인용문이 없습니다.
vote-thanks = 감사합니다. 의견을 기록했습니다.
vote-title = 무엇이 잘못되었나요?
vote-what-was-wrong = 자유롭게 적어 주세요(선택)
evidence-no-text = 이 메시지에는 근거를 찾을 만한 글이 없습니다.
message-hidden = 디스코드는 이 답장의 내용을 저에게 보여 주지 않습니다. 답장에서 저를 멘션하거나 /{ $command } 명령으로 물어봐 주세요.
message-points = 디스코드는 답장하신 메시지를 저에게 보여 주지 않습니다. 그 메시지를 오른쪽 클릭(휴대폰에서는 길게 누르기) → 앱 → { $evidence }를 고르면 근거를 찾아 드립니다.
message-to-role = 제 역할이 멘션되었습니다. 디스코드는 이런 메시지의 내용을 저에게 보여 주지 않습니다. 저를 직접 멘션하거나 /{ $command } 명령으로 물어봐 주세요.
ask-not-here = 여기서는 답하지 않습니다. { $channels } 채널에서 물어봐 주세요.
ask-nowhere = 제가 답하기로 한 채널이 더 이상 없습니다. 이 서버의 관리자에게 알려 주세요.

## Discord: please wait

busy-running = 이전 질문에 아직 답하는 중입니다. { $seconds }초 뒤에 다시 시도해 주세요.
busy-cooldown = 잠시만요. { $seconds }초 뒤에 다시 물어봐 주세요.
busy-queue = 지금 질문이 아주 많습니다. { $seconds }초 뒤에 다시 시도해 주세요.
busy-closing = 다시 시작하는 중입니다. { $seconds }초 뒤에 다시 시도해 주세요.

## Discord: what went wrong

error-log-unavailable = 데이터베이스가 지금 응답하지 않습니다. 나중에 다시 시도해 주세요.
error-record-gone = 이 답변은 더 이상 기록에 없습니다. 다시 질문해 주세요.
error-article-gone = 현재 색인에는 이 기사가 없습니다. 어떤 기사가 있는지는 출처 목록에서 볼 수 있습니다.
error-command-outdated = 이 명령은 더 이상 이런 형태로 존재하지 않습니다. 디스코드를 새로 고친 뒤 다시 시도해 주세요.
error-not-allowed = 이 명령에는 ‘서버 관리하기’ 권한이 필요합니다.
error-not-operator = 이 작업은 봇 운영자만 할 수 있습니다.
error-not-yours = 이 버튼은 다른 사람의 것입니다.
error-missing-permission = 여기서는 제 권한이 부족합니다. 서버 관리자에게 메시지 보내기(스레드 포함)와 링크 첨부 권한을 요청해 주세요.
error-blocked = 이 서버의 필터(AutoMod)가 제 답변을 막았습니다. 서버 관리자가 저를 예외로 둘 수 있습니다.
error-discord = 디스코드와 통신하는 중에 문제가 생겼습니다. 다시 시도해 주세요.

## Discord: names of commands and options, as people type them: lower case, no spaces

command-ask = 질문
command-ask-about = 질문하면 직접 확인할 수 있는 인용문으로 답합니다
option-question = 질문내용
option-question-about = 알고 싶은 것
option-private = 비공개
option-private-about = 나만 답변을 봅니다
command-evidence = 근거 찾기
command-explain = 답변 설명
command-sources = 출처
command-sources-about = 답변에 쓰이는 기사들
command-list = 목록
command-list-about = 모든 기사를 쪽별로 봅니다
command-show = 보기
command-show-about = 문장 번호를 붙인 기사 한 편
option-article = 기사
option-article-about = 기사 이름
command-verify = 확인
command-verify-about = 인용문이 아직 기사에 그대로 있나요?
option-citation = 인용
option-citation-about = 답변 아래 ‘문맥’에서 복사한 인용 정보
command-help = 도움말
command-help-about = 할 수 있는 일과 질문하는 방법
command-privacy = 개인정보
command-privacy-about = 보관하는 정보와 회원님의 권리
command-about = 안내
command-about-about = 무엇을 왜 얼마 동안 보관하는지 알려 줍니다
command-export = 내보내기
command-privacy-export-about = 보관된 내 정보를 모두 파일로 받습니다
command-delete = 삭제
command-delete-about = 내 질문, 평가, 의견을 모두 삭제합니다
command-pause = 중지
command-pause-about = 내 질문 내용을 더 이상 보관하지 않습니다
command-resume = 재개
command-resume-about = 내 질문 내용을 다시 보관합니다
command-admin = 관리
command-admin-about = 서버 관리자를 위한 명령
command-reindex = 색인갱신
command-reindex-about = 기사를 다시 읽어 새 색인을 게시합니다
option-dry-run = 시험
option-dry-run-about = 무엇이 바뀔지만 보여 줍니다
option-cancel = 취소
option-cancel-about = 누가 시작했든 진행 중인 색인 갱신을 끝냅니다
command-status = 상태
command-status-about = 색인, 가동 시간, 마지막 오류, 대기열
command-add = 추가
command-add-about = 기사나 그 번역 추가: .txt, .md, .html, .pdf, .translation.toml
option-file = 파일
option-file-about = 기사 파일 또는 번역 파일
option-file-2 = 파일-2
option-file-3 = 파일-3
option-file-4 = 파일-4
option-file-5 = 파일-5
option-more-about = 추가할 다른 기사
option-title = 제목
option-title-about = 파일에 제목이 없을 때의 제목(파일이 하나일 때만)
option-publisher = 발행처
option-publisher-about = 발행한 곳(파일이 하나일 때만)
option-date = 날짜
option-date-about = 날짜, 월 또는 연도: 2019-04-25, 2019-04, 2019(파일이 하나일 때만)
option-url = 주소
option-url-about = 기사의 웹 주소(파일이 하나일 때만)
command-remove = 제거
command-remove-about = 기사를 색인에서 뺍니다
command-rollback = 되돌리기
command-rollback-about = 이전 색인으로 돌아갑니다
option-build = 색인
option-build-about = 돌아갈 색인(생략하면 바로 이전 색인)
command-channels = 채널
command-channels-about = 이 서버에서 답하는 채널
option-allow = 허용
option-allow-about = 이 채널에서도 답합니다
option-forbid = 금지
option-forbid-about = 이 채널에서 더 이상 답하지 않습니다
option-everywhere = 전체
option-everywhere-about = 다시 모든 채널에서 답합니다
command-cooldown = 대기시간
command-cooldown-about = 한 사람이 질문 사이에 기다리는 시간
option-seconds = 초
option-seconds-about = 0~3600(생략하면 봇의 기본 설정)
command-log = 기록
command-log-about = 이 서버에서 나온 질문들
command-recent = 최근
command-recent-about = 최근 질문
option-count = 개수
option-count-about = 몇 개(1~25)
command-search = 검색
command-search-about = 특정 문구가 들어 있는 질문 찾기
option-text = 문구
option-text-about = 찾을 문구
command-unanswered = 미답변
command-unanswered-about = 제대로 답하지 못한 질문을 비슷한 것끼리 묶어 봅니다
command-stats = 통계
command-stats-about = 질문, 응답 시간, 평가를 그림으로 봅니다
option-days = 일수
option-days-about = 최근 며칠을 볼지
option-dark = 어둡게
option-dark-about = 디스코드의 어두운 테마용
command-log-export-about = 일정 기간의 모든 질문을 파일로 받습니다
option-format = 형식
option-format-about = 스프레드시트용 CSV 또는 JSON Lines
option-since = 시작일
option-since-about = 첫날(예: 2026-04-27)
option-until = 종료일
option-until-about = 마지막 날(예: 2026-04-30)

## Discord: sources and citations

sources-title = 출처({ $count })
sources-page = { $pages }쪽 중 { $page }쪽
sources-empty = 아직 기사가 없습니다.
verify-title = 인용문 확인
verify-stands = ✅ 인용문이 기사에 그대로 있습니다.
verify-moved = ✅ 기사가 바뀌었지만 인용문은 그대로 남아 있습니다.
verify-changed = ⚠️ 기사가 바뀌어 더 이상 그렇게 쓰여 있지 않습니다.
verify-removed = ⚠️ 이 기사는 더 이상 출처에 없습니다.
verify-purged = 🗑️ 본문이 완전히 삭제되어 인용문을 더 이상 확인할 수 없습니다.
verify-unpublished = ⚠️ 이 색인은 메모리에만 임시로 있던 것이라 남아 있지 않아 인용문을 확인할 수 없습니다. 질문을 다시 해 주세요.
verify-unknown = ❌ 게시한 적이 없는 본문이거나 인용문이 본문과 맞지 않습니다.
verify-place = 기사: { $article } · { $count ->
    [1] { $first }번째 문장
   *[other] { $first }~{ $last }번째 문장
} · 색인 { $build }
verify-never-said = 인용에 적힌 색인에는 이 기사가 이런 내용으로 들어 있지 않았습니다.
verify-other-sentences = 문장 번호가 이 위치와 맞지 않습니다.
verify-invalid = 인용 정보가 아닙니다. 답변 아래 ‘문맥’에서 복사해 주세요.

## Discord: help

help-title = 이렇게 물어보세요
help-text =
    저는 가지고 있는 기사의 문장만 출처와 함께 그대로 보여 드립니다. 기사에서 답을 찾지 못하면 찾지 못했다고 말씀드립니다.

    {"**"}/{ $ask }** – 질문하기. ‘{ $private }’를 고르면 나만 답변을 봅니다
    {"**"}멘션 또는 개인 메시지** – 명령 없이 질문하기
    {"**"}제 메시지에 답장하거나 바로 이어서 다시 묻기** – 이어서 질문하기. “그럼 어디서?”처럼 짧게 물어도 됩니다
    {"**"}메시지를 오른쪽 클릭(휴대폰에서는 길게 누르기) → 앱 → { $evidence }** – 그 내용에 대해 기사가 말하는 것
    {"**"}/{ $sources }** – 모든 기사와 번호가 붙은 문장
    {"**"}/{ $verify }** – 인용문이 아직 기사에 그대로 있는지 확인
    {"**"}/{ $privacy }** – 보관하는 정보와 삭제 방법

    답변 아래의 **{ $context }** 버튼은 인용문이 있는 문단을 보여 주고, 👍와 👎는 도움이 되었는지 운영자에게 알려 줍니다.
help-admins = 서버 관리자용: **/{ $admin }**, **/{ $log }** 명령, 그리고 답변을 오른쪽 클릭하면 나오는 **{ $explain }**.

## Discord: privacy

privacy-title = 개인정보 보호
privacy-text =
    {"**"}보관하는 것:** 질문, 출처가 포함된 답변, 시각, 서버와 채널, 언어 설정, 👍 또는 👎 평가와 함께 남긴 의견. 이름 대신 이 봇만 연결할 수 있는 가명을 씁니다. 관리자로서 한 작업과 질문 내용의 보관을 중지했는지도 보관합니다.
    {"**"}이유:** 기사에 무엇이 부족한지, 답변이 도움이 되는지 운영자가 알고, 변경 내역을 확인하기 위해서입니다.
    {"**"}기간:** { $days }일이 지나면 삭제됩니다. 관리자 작업은 { $audit }일, 중지 상태는 해제할 때까지 보관합니다.
    {"**"}회원님의 권리:** **/{ $privacy } { $export }** 명령은 모든 정보를 파일로 드리고, **/{ $privacy } { $delete }** 명령은 질문, 평가, 의견을 바로 삭제하며, **/{ $privacy } { $pause }** 명령을 쓰면 질문 내용을 더 이상 보관하지 않습니다. 관리자 작업과 중지 상태는 남습니다.
privacy-paused = 질문 내용을 보관하지 않습니다.
privacy-not-paused = 질문 내용을 보관합니다.
privacy-export-done = 보관된 회원님의 정보는 이것이 전부입니다.
privacy-delete-ask = 회원님의 질문, 평가, 의견을 정말 모두 삭제할까요? 관리자로서 한 작업과 보관 중지 상태는 남습니다. 삭제하면 되돌릴 수 없습니다.
button-delete = 모두 삭제
privacy-deleted = 삭제했습니다: 질문 { $queries }건, 평가 { $feedback }건.
privacy-deleted-later = 디스크에 남은 흔적은 몇 분 안에 사라집니다.

## Discord: admins

progress = ⏳ { $phase }: { $total }개 중 { $done }개.
progress-left = 약 { $seconds }초 남았습니다.
phase-read = 기사 읽기
phase-embed = 문장 변환
phase-link = 검색용으로 문장 연결
phase-check = 새 색인 확인
phase-publish = 게시
button-cancel = 취소
button-confirm = 그래도 게시
reindex-title = 색인
reindex-published = ✅ 게시했습니다: { $build }, { $seconds }초. 이미 알던 문장 { $reused }개.
reindex-unchanged = ✅ 바뀐 것이 없습니다. { $build } 색인을 유지합니다.
reindex-dry-run = 🔍 시험 실행({ $seconds }초): 게시하지 않았습니다.
reindex-needs-word = ✋ 아직 게시하지 않았습니다. 확인이 필요합니다.
reindex-doubt-sentences = 아주 많은 문장이 사라집니다.
reindex-doubt-recall = 점검용 질문의 답이 눈에 띄게 나빠집니다.
reindex-busy = 이미 색인을 갱신하는 중입니다.
reindex-busy-with = 이미 색인을 갱신하는 중입니다: { $who }, { $since } UTC부터, { $total }개 중 { $done }개.
reindex-cancelling = 취소하는 중입니다.
reindex-asked-to-end = 취소하는 중입니다: { $who }, { $since } UTC부터, { $total }개 중 { $done }개.
reindex-not-running = 지금은 진행 중인 색인 갱신이 없습니다.
reindex-cancelled = 취소했습니다. 색인은 그대로입니다.
reindex-died = 색인 갱신이 예기치 않게 끝났습니다. 색인은 그대로입니다. 다시 시작해 주세요.
reindex-check-unusable = 점검용 질문 파일에 오류가 있어 새 색인을 검사할 수 없습니다(어떤 오류인지는 봇의 로그에 있습니다). 색인은 그대로입니다.
reindex-nothing = 읽을 수 있는 기사가 남지 않습니다. 색인은 그대로입니다. 먼저 다른 기사를 추가해 주세요.
error-store-unwritable = 지금 디스크에 쓸 수 없습니다. 색인은 그대로입니다. 공간을 확보한 뒤 다시 시도해 주세요.
diff-added = ➕ 추가: { $names }
diff-removed = ➖ 제거: { $names }
diff-changed = ✏️ 변경: { $names }
diff-translations = 🌐 번역: { $names }
diff-names = 🔤 이름: { $names }
diff-sentences = 문장: +{ $added } −{ $removed }, 현재 { $after }개
diff-recall = 점검용 질문 정답률: { $before }% → { $after }%, 달라진 답변 { $count }개
more = … 외 { $count }개
add-nothing = 추가된 것이 없습니다
added-file = ✅ { $file }: 저장했습니다
added-later = 저장된 기사는 다음 색인 갱신 때 색인에 들어갑니다.
add-which-file = 제목, 발행처, 날짜, 주소는 기사가 하나일 때만 쓸 수 있습니다.
add-metadata-wrong = ‘{ $option }’에 쓸 수 없는 값입니다. 입력할 내용: { $about }
refused-file = ❌ { $file }: { $reason }
refused-empty = 글이 없습니다. 파일에 기사 본문을 넣어 주세요.
refused-fetch = 디스코드에서 파일을 받지 못했습니다. 다시 올려 주세요.
refused-binary = 텍스트가 아닙니다. 기사를 .txt, .md, .html 또는 .pdf로 저장해 주세요.
refused-too-large = 파일이 { $limit }MB를 넘습니다. 나누어 올려 주세요.
refused-unreadable = 파일을 읽을 수 없습니다. 접근 권한을 확인하거나 다시 저장해 주세요.
refused-link = 폴더 밖의 파일을 가리키는 링크입니다. 파일 자체를 폴더에 넣어 주세요.
refused-duplicate = 이미 있는 기사입니다. 바꾸려면 먼저 그 기사를 제거해 주세요.
refused-same-name = 같은 이름의 기사가 이미 있습니다. 파일 이름을 바꾸거나 그 기사를 먼저 제거해 주세요.
refused-name = 쓸 수 없는 파일 이름입니다. 2019-04-summit.txt처럼 바꿔 주세요.
refused-type = .txt, .md, .html, .pdf 파일과 번역(.translation.toml)만 읽습니다. 파일을 변환해 주세요.
refused-never-an-article = 이런 이름의 파일은 기사로 보지 않습니다. 기사라면 이름을 바꿔 주세요.
refused-encoding = 글자 인코딩을 알 수 없습니다. UTF-8로 저장해 주세요.
refused-no-text = 글을 찾을 수 없습니다. 스캔한 문서라면 문자 인식(OCR)을 하고, 아니면 본문을 .txt로 저장해 주세요.
refused-encrypted = 암호로 보호된 파일입니다. 암호 없이 저장해 주세요.
refused-damaged = 손상된 파일입니다. 다시 저장하거나 내려받아 주세요.
refused-too-complex = 파일 구조가 너무 복잡해 적당한 시간 안에 읽을 수 없습니다. 기사 본문을 .txt로 저장해 주세요.
refused-metadata = 기사에 대한 정보(제목, 날짜 등)를 쓸 수 없습니다. 고쳐 주세요: { $problem }
refused-translation = 이 번역은 쓸 수 없습니다. 고쳐 주세요: { $problem }
refused-translation-stale = 번역한 뒤에 기사가 바뀌었습니다(문장 { $numbers }). 이 문장들을 다시 번역해 주세요.
refused-translation-alone = 이 번역에 해당하는 기사가 없습니다. 파일 이름을 기사에 맞춰 주세요. 예: summit.txt의 번역은 summit.ko.translation.toml
refused-names = 이 이름은 쓸 수 없습니다. 고쳐 주세요: { $problem }
refused-purged = 완전히 삭제된 글이라 다시 넣지 않습니다. 파일을 빼 주세요.
rollback-done = 되돌렸습니다
rollback-articles = 기사는 그대로 있으므로 다음 색인 갱신 때 다시 게시됩니다. 다시 나오면 안 되는 것은 그 전에 제거하거나 고쳐 주세요.
rollback-nothing = 돌아갈 이전 색인이 아직 없습니다. 내용이 바뀌는 첫 색인 갱신 뒤에 생깁니다.
rollback-impossible = 그 색인으로는 돌아갈 수 없습니다. 없거나, 손상되었거나, 다른 모델이나 다른 버전으로 만든 색인입니다. 입력할 때 나오는 목록에서 골라 주세요.
status-title = 봇 상태
status-build = 색인: { $build } · 기사 { $articles }건 · 문장 { $sentences }개
status-encoder = 모델: { $encoder }
status-threshold = 확신도 { $threshold } 이상일 때 답변
status-uptime = 가동 시간
status-error = 마지막 오류
status-no-error = 없음
status-queue = 대기열: 대기 { $waiting }건, 처리 중 { $running }건
status-log-well = 기록: 정상
status-log-waiting = ⚠️ 기록: 데이터베이스에 연결할 수 없어 { $count }건이 대기 중입니다.
channels-everywhere = 모든 채널에서 답합니다.
channels-only = { $channels } 채널에서만 답합니다.
channels-gone = 제가 답하기로 한 채널이 더 이상 없어 어디에서도 답하지 않습니다. ‘{ $allow }’ 옵션으로 다른 채널을 지정하거나 ‘{ $everywhere }’ 옵션을 골라 주세요.
channels-none-to-forbid = 모든 채널에서 답하고 있어 한 채널만 뺄 수는 없습니다. 대신 ‘{ $allow }’ 옵션으로 답할 채널을 지정해 주세요.
channels-last = 제가 답하는 유일한 채널입니다. 먼저 ‘{ $allow }’ 옵션으로 다른 채널을 지정하거나 ‘{ $everywhere }’ 옵션을 골라 주세요.
cooldown-now = 질문 사이 대기 시간: { $seconds }초
cooldown-reset = 이 서버의 대기 시간 설정을 없앴습니다. 봇의 기본값이 적용됩니다: { $seconds }초

## Discord: the log

log-recent-title = 최근 질문
log-search-title = 찾은 질문
log-unanswered-title = 제대로 답하지 못한 질문
log-nothing = 찾은 것이 없습니다.
log-text-paused = (내용을 보관하지 않음)
log-closest = 가장 가까운 문장: { $sentence }
log-export-too-large = 디스코드 파일 하나에 담기에는 너무 많습니다. 더 짧은 기간을 골라 주세요.
log-no-day = 날짜가 아닙니다. 2026-04-27처럼 써 주세요.
log-backwards = 시작일이 종료일보다 늦습니다. 두 날짜를 서로 바꿔 주세요.
