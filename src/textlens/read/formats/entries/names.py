"""The names that columns have, in English and Chinese, and the role that each stands for."""

import re
from collections.abc import Sequence
from typing import Any


def _words(text: str) -> tuple[str, ...]:
    """The words of a list kept as one string."""
    return tuple(text.split())


# Best first; names are compared without case, spaces, hyphens and underscores.
_TEXT = _words(
    "fulltext text contenttext content body bodytext selftext contenthtml bodyhtml post postcontent entry entrytext message messagetext "
    "tweet tweettext weibo note notes comment commenttext review reviewtext journal diary story answer reply caption description summary "
    "正文 微博正文 微博内容 微博內容 内容 內容 正文内容 全文 文本 文字 日记 日記 日记内容 日記內容 博文 文章 帖子 评论 評論 评论内容 評論內容 留言 消息 讯息 訊息 描述 摘要"
)
_DATE = _words(
    "isodate dateiso date datetime createdat created creationdate createddate datecreated createdtime creationtime createtime createdutc "
    "createdtimestamp publishedat published publishedon datepublished publisheddate publishdate publicationdate pubdate postedat posted "
    "postdate dateposted postedon writtenat entrydate sentat sent 日期 发布时间 發布時間 發佈時間 发布日期 發布日期 发表时间 發表時間 发表日期 写作日期 创建时间 建立時間 "
    "创建日期 发送时间 發送時間 评论时间 時間 时间 日子 day when timestamp time timestampms ts datetaken readabledate localdate utc "
    "updatedat updated modified modifieddate lastmodified 更新时间 修改时间 更新時間 修改時間"
)
_SPEAKER = _words(
    "author speaker user username authorname screenname nickname sender sendername from by creator postedby displayname name 作者 昵称 暱稱 "
    "用户昵称 用户名 用户名称 用戶名 用户 用戶 博主 发言人 發言人 发送人 发送者 發送者 发布者 發布者 发言者 评论者 姓名 名字"
)
_HEADING = _words("title headline subject posttitle entrytitle heading 标题 標題 题目 題目 主题 主題")
_NAMED = {
    role: {name: rank for rank, name in enumerate(names)}
    for role, names in (("text", _TEXT), ("date", _DATE), ("speaker", _SPEAKER), ("title", _HEADING))
}
# A longer name that has one of these in it may be what it says, if its cells bear it out.
_PART_OF_NAME = {
    "text": re.compile("text|content|body|message|正文|内容|內容|文本"),
    "date": re.compile("date|time|created|published|posted|日期|时间|時間"),
}
_NAME_NOISE = re.compile(r"[\s_\-:：*#\"']+|[(（][^()（）]*[)）]")


def key(name: Any) -> str:
    """A column's name as it is compared: the last part of a path, in small letters, without spaces and marks.

    >>> key("Created_At"), key("user.screen_name"), key("发布时间（UTC）")
    ('createdat', 'screenname', '发布时间')
    """
    return _NAME_NOISE.sub("", str(name).rpartition(".")[2] or str(name)).lower()


def is_known(name: Any) -> bool:
    """Whether a cell is the usual name of a column."""
    return isinstance(name, str) and any(key(name) in names for names in _NAMED.values())


def by_name(role: str, names: Sequence[Any], among: Sequence[int]) -> list[int]:
    """The columns with a usual name of a role, the best first; a name within others counts less."""
    ranks = _NAMED[role]
    found = [(str(names[i]).count("."), ranks[key(names[i])], i) for i in among if key(names[i]) in ranks]
    return [i for _, _, i in sorted(found)]


def in_name(role: str, names: Sequence[Any]) -> list[int]:
    """The columns whose name has a usual one in it."""
    return [i for i, name in enumerate(names) if _PART_OF_NAME[role].search(key(name))]
