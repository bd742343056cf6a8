"""What chat programs write themselves: that a picture is missing, that somebody joined, that a message was recalled."""

import re
from collections.abc import Sequence

from textlens.split.lines import SPACE

_THING = r"image|video|audio|sticker|GIF|document|contact\ card|media|photo|voice\ message|video\ note|file|poll"
_ZH_THING = (
    "图片|圖片|照片|相片|影片|视频|視頻|音频|音訊|音頻|语音|語音|语音消息|語音訊息|贴图|貼圖|表情|动画表情|動畫表情|GIF|动图|文件|檔案|文檔|文档"
    "|媒体|媒體|多媒体|多媒體|多媒体档案|多媒體檔案|影音内容|影音內容|联系人名片|聯絡人卡片|名片|链接|鏈接|連結|位置|位置资讯|位置資訊|红包|紅包|微信红包"
    "|转账|轉帳|小程序|卡券|音乐|音樂|聊天记录|视频通话|语音通话|聯絡資訊|記事本|相簿"
)
_CALL = r"(?:语音|語音|视频|視訊|视讯|視頻|影像)?(?:通话|通話|来电|來電|电话|電話)"
_PLACEHOLDER = re.compile(
    rf"""
    <?(?:{_THING})s?\ omitted>? | .{{0,200}}\ (?:document|file)\ omitted | <attached:[^<>]*> | .{{1,200}}\((?:file\ attached|附件檔案|文件附件|檔案已附加|檔案附件)\)
  | <?(?:已?(?:省略|略去|忽略))?的?(?:{_ZH_THING})(?:已?(?:省略|略去|忽略))>? | <?已?(?:省略|略去|忽略)(?:{_ZH_THING})>? | <(?:已附加|附件)[:：][^<>]*>
  | \[\s?(?:\S{{1,4}}\s)?(?:{_THING}|voice|location|call|album|note|スタンプ|写真|動画|ファイル|ボイスメッセージ|{_ZH_THING})(?:\s?[:：,][^\[\]]{{0,200}})?\s?\]
  | \[(?:In\ reply\ to|Forwarded\ from)\ [^\]]{{1,100}}\] | null
  | (?:This\ message\ was\ deleted|You\ deleted\ this\ message)(?:\ by\ admin\ .{{1,60}})?\.? | Waiting\ for\ this\ message\..{{0,60}}
  | .{{0,12}}(?:消息|訊息|信息)(?:已被?|被)(?:删除|刪除).{{0,4}} | (?:您|你)已?[删刪]除(?:了)?(?:此|这条|這則|这则|該)(?:消息|訊息|信息)。?
  | (?:Missed\ )?(?:(?:group\ )?(?:voice|video))\ call(?:[,.\s\u200e].{{0,60}})? | ☎.{{0,60}} | (?:未接|已取消|取消|无人接听|無人接聽)的?{_CALL}.{{0,30}} | (?:通话时长|通話時間)\s?\d.{{0,12}}
  | live\ location\ shared | location:\ https?://\S+ | (?:位置|地点|地點)[:：]\s?https?://\S+
    """,
    re.X | re.I,
)
_EVENT = re.compile(
    r"""
    (?:.{0,40}:\ )?(?:Messages\ and\ calls\ are|Messages\ (?:you\ send\ )?to\ this\ (?:chat|group)).{0,40}(?:end-to-end|secured).*
  | .{0,30}(?:消息|訊息|信息|对话|對話|通话|通話).{0,12}(?:端到端|端對端|點對點|点对点).{0,80}
  | .{1,80}(?:撤回了一条消息|撤回了一則訊息|已收回訊息|收回了訊息|unsent\ a\ message\.?|メッセージの送信を取り消しました)
  | .{1,80}(?:加入了?群[聊组組]|加入聊天|離開聊天|离开聊天|加入了?群組|離開了?群組|退出了?群[聊组組]|已退出群組|joined\ the\ (?:group|chat)\.?|left\ the\ (?:group|chat)\.?)
  | .{1,60}邀[请請].{1,80}加入.{0,12} | .{1,40}(?:修改|更改|變更)了?群(?:名|聊名称|組名稱).{0,80} | [“"]?.{1,40}拍了拍.{1,60}
  | 以上是打招呼的内容 | .{0,40}(?:添加了|已添加了).{1,40}现在可以开始聊天了。?
    """,
    re.X | re.I,
)
_VERB = re.compile(
    r"(?:left|joined|added|removed|created (?:this )?group|changed|was added|is now an admin|turned (?:on|off)|离开了?|離開了?|加入了?|已?退出)\b"
)
_TAIL = re.compile(
    rf"\s*\u200e?(?:<attached:[^<>]*>|<(?:已附加|附件)[:：][^<>]*>|<This\ message\ was\ edited>|<[^<>]{{0,12}}(?:编辑|編輯)[^<>]{{0,6}}>|\u200e(?:{_THING})\ omitted)\s*\Z",
    re.I,
)
#: What stands where a sender would, in a program's log or a page's head.
NOT_A_NAME = re.compile(
    r"TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|[#>|].*|[*+-]\s.*|\d+[.)、]|.*[。！？!?；;:：，,]"
    r"|.*(?:于|时间|時間|日期)|(?:.*\s)?(?:on|at|by|date|time|created|updated|posted|published)",
    re.I,
)
_SKY = "晴|阴|陰|多云|多雲|雨|小雨|中雨|大雨|阵雨|陣雨|雪|小雪|大雪|雾|霧|霾|风|風|[晴阴陰雨雪]天|晴转多云|多云转晴"
_WEEKDAY = "(?:星期|[周週]|[礼禮]拜)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
#: What a diary has beside its date.
WEATHER = re.compile(rf"(?:.*\s)?(?:{_SKY}|{_WEEKDAY})(?:\s.*)?")
_MARK = "\u200e"
_AROUND = SPACE + "\u202f\xa0"


def is_added(line: str) -> bool:
    """Whether a line of a message is the program's, not the sender's.

    >>> is_added("<Media omitted>"), is_added("[图片]"), is_added("[微笑]"), is_added("The image omitted nothing.")
    (True, True, False, False)
    """
    # WhatsApp opens what it writes itself with a mark of direction.
    return line.startswith(_MARK) or bool(len(line) < 400 and _PLACEHOLDER.fullmatch(line.strip(_AROUND)))


def is_event(lines: Sequence[str], speaker: str) -> bool:
    """Whether a message tells what happened in the chat, the recall of a message among them."""
    if len(lines) != 1 and any(line.strip(_AROUND) for line in lines[1:]):
        return False
    line = lines[0].strip(_AROUND) if lines else ""
    if len(line) > 400:
        return False
    own = bool(speaker) and line.startswith(f"{speaker} ") and bool(_VERB.match(line, len(speaker) + 1))
    return own or bool(_EVENT.fullmatch(line))


def split_tail(line: str) -> tuple[str, str]:
    """A line's words, and what the program has added behind them.

    >>> split_tail("See you at eight <This message was edited>")
    ('See you at eight', ' <This message was edited>')
    """
    # The search begins where a mark can be, not at every blank of a long line.
    at = max(line.rfind("<"), line.rfind(_MARK))
    match = _TAIL.search(line, max(0, at - 2)) if at >= 0 else None
    return (line[: match.start()], line[match.start() :]) if match else (line, "")
