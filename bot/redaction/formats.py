"""Formats: keys, tokens, addresses and headers that are known by how they look, whatever stands before them."""

import re

from bot.redaction.announced import NOT_YET, VALUE
from bot.redaction.rules import API_KEY, PASSWORD, PHRASE, PRIVATE_KEY, TOKEN, Rule, ScanRule, build_rule
from bot.redaction.values import is_always_secret, is_declared_secret, is_lone_phrase, is_mixed, is_opaque

_APART = r"(?<![A-Za-z0-9])"


def _build_prefixes(kind: str, **tails: str) -> tuple[Rule, ...]:
    """Of each kind of tail, the prefixes that it follows, parted by blanks."""
    return tuple(
        build_rule(
            kind, prefix.lower(), rf"{_APART}(?P<bare>{prefix.replace('.', chr(92) + '.')}{_TAILS[tail]})", exact=True
        )
        for tail, prefixes in tails.items()
        for prefix in prefixes.split()
    )


_MIXED_RUN = r"(?=[\w-]{0,200}?(?=[A-Za-z0-9]{12})[A-Za-z]{0,11}\d)"
_TAILS = {
    "word": r"[A-Za-z0-9]{12,}",
    "long": r"[A-Za-z0-9_=-]{16,}",
    "dotted": r"[\w.=-]{16,}",
    "run": r"(?=[\w-]{0,200}?[A-Za-z0-9]{12})[\w-]{16,}",
    "hex": r"[0-9a-f]{32,}",
}

_KEYS = (
    *_build_prefixes(
        API_KEY,
        word="gsk_ hf_ r8_ sbp_ NRAK- NRJS- NRII- lin_api_ rnd_ phx_ figd_ tgp_v1_ nvapi-",
        long="sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ whsec_ GOCSPX- AIza glsa_ glc_ sb_secret_ sq0csp- "
        "sq0atp- sq0idp- CFPAT- PMAK- lsv2_pt_ lsv2_sk_ ntn_",
        run="sk-proj- sk-svcacct- sk-admin- sk-ant- sk-or- sk-None- pplx- xai- xkeysib- AGE-SECRET-KEY-1",
        hex="key- dapi dsapi",
    ),
    build_rule(
        API_KEY,
        "sk-|sk_|rk-|rk_",
        _APART + r"(?P<bare>[sr]k[-_](?=[\w-]{0,200}?(?=[A-Za-z0-9]{12})[A-Za-z]{0,11}\d)[\w-]{16,})",
        exact=True,
    ),
    build_rule(API_KEY, "sk-", _APART + r"(?P<bare>sk-[A-Za-z0-9]{32,})", exact=True),
    build_rule(
        API_KEY,
        "akia|asia|agpa|aida|aroa|aipa|anpa|anva|abia|acca|a3t",
        _APART
        + r"(?P<bare>(?:AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}(?![A-Za-z0-9]))",
        exact=True,
    ),
    build_rule(
        API_KEY,
        "akia|asia",
        r"(?:AKIA|ASIA)[A-Z0-9]{16}[\s\S]{1,80}?(?<![\w/+=])(?P<bare>[A-Za-z0-9/+]{40})(?![\w/+=])",
        exact=True,
    ),
    build_rule(API_KEY, "akc", _APART + r"(?P<bare>AKC(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{10,})", exact=True),
    build_rule(API_KEY, "pypi-age", r"(?P<bare>pypi-AgE[\w-]{10,})", exact=True),
    build_rule(API_KEY, "sg.", _APART + r"(?P<bare>SG\.[\w-]{16,}\.[\w-]{16,})", exact=True),
    build_rule(API_KEY, "ac|sk", _APART + r"(?P<bare>(?:AC|SK)[0-9a-f]{32}(?![A-Za-z0-9]))", exact=True),
    build_rule(API_KEY, "-us", _APART + r"(?P<bare>[0-9a-f]{32}-us\d{1,2})", exact=True, back=32),
    build_rule(API_KEY, "8q~", _APART + r"(?P<bare>[\w~.-]{3}8Q~[\w~.-]{31,36})", exact=True, back=3),
    build_rule(API_KEY, "pat", _APART + r"(?P<bare>pat[A-Za-z0-9]{14}\.[0-9a-f]{64})", exact=True),
    build_rule(API_KEY, "privatekey|presharedkey", r"p\w{6,10}key\s{0,3}=\s{0,3}(?P<bare>[a-z0-9+/]{43}=)"),
)

_TOKENS: tuple[Rule | ScanRule, ...] = (
    *_build_prefixes(
        TOKEN,
        word="ghp_ gho_ ghu_ ghs_ ghr_ npm_ shpat_ shpca_ shppa_ shpss_ dop_v1_ doo_v1_ dor_v1_ pul- rubygems_ oy2 "
        "vcp_ nfp_",
        long="xoxb- xoxp- xoxa- xoxr- xoxs- xoxc- xoxd- xoxe- xapp- ya29. glpat- gldt- glrt- glft- glptt- glsoat- "
        "glcbt- glimt- glagent- gloas- dckr_pat_ dckr_oat_ tskey- sntrys_ sntryu_ hvs. hvb. hvr. ATATT3 "
        "ATCTT3 EAACEdEose0cBA dp.pt. fo1_ fm2_ BBDC-",
    ),
    build_rule(TOKEN, "github_pat_", _APART + r"(?P<bare>github_pat_\w{12,})", exact=True),
    build_rule(TOKEN, "xox|xapp-", _APART + r"(?P<bare>(?:xoxe\.)?xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,})", exact=True),
    build_rule(TOKEN, "eyj", _APART + r"(?P<bare>eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){0,3})", exact=True),
    build_rule(TOKEN, ":aa", _APART + r"(?P<bare>\d{8,10}:AA[\w-]{33})", exact=True, back=10),
    build_rule(TOKEN, ":aa", _APART + r"(?P<bare>\d{8,10}:AA[\w-]{33})", exact=True, back=9),
    build_rule(TOKEN, ":aa", _APART + r"(?P<bare>\d{8,10}:AA[\w-]{33})", exact=True, back=8),
    ScanRule(TOKEN, re.compile(r"(?P<bare>\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,})", re.ASCII), is_always_secret),
    build_rule(
        TOKEN,
        "?sig|&sig|?x-|&x-",
        r"[?&](?:sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature"
        r"|x-oss-signature)=(?P<bare>[\w%+/=~.-]{16,})",
    ),
    build_rule(
        TOKEN,
        "?code|&code|?key|&key|?api|&api|?access|&access|?token|&token|?refresh|&refresh|?client_s|&client_s|?id_token"
        "|&id_token"
        "|?auth|&auth",
        r"[?&](?:code|key|api_?key|access_token|token|refresh_token|client_secret|id_token"
        r"|auth)=(?P<bare>[\w%+/=~.-]{12,})",
        is_opaque,
    ),
)

_ADDRESS = r"[^\s<>\"'|]{8,400}"
_SERVICES = (
    ("https://hooks.slack", r"https://hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/"),
    ("https://discord", r"https://discord(?:app)?\.com/api/webhooks/"),
    ("https://hooks.zapier.com", r"https://hooks\.zapier\.com/hooks/"),
    ("https://hook.", r"https://hook\.[\w-]{1,20}\.make\.com/"),
    ("https://chat.googleapis.com", r"https://chat\.googleapis\.com/v1/spaces/(?=[^\s]{0,100}key=)"),
    ("https://open.feishu.cn", r"https://open\.feishu\.cn/open-apis/bot/"),
    ("https://open.larksuite.com", r"https://open\.larksuite\.com/open-apis/bot/"),
    ("https://oapi.dingtalk.com", r"https://oapi\.dingtalk\.com/robot/send\?"),
    ("https://qyapi.weixin", r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/"),
    ("https://outlook.office", r"https://outlook\.office(?:365)?\.com/webhook"),
    ("https://maker.ifttt.com", r"https://maker\.ifttt\.com/\w+/\w+/(?:json/)?with/key/"),
    ("https://api.telegram.org/bot", r"https://api\.telegram\.org/bot"),
    ("https://webhook.site/", r"https://webhook\.site/"),
)
_OFFICE = re.compile(rf"(?P<bare>https://[\w-]{{1,60}}\.webhook\.office\.com/{_ADDRESS})", re.I)
_WEBHOOKS: tuple[Rule | ScanRule, ...] = (
    *(build_rule(TOKEN, where, rf"(?P<bare>{looks}{_ADDRESS})") for where, looks in _SERVICES),
    ScanRule(TOKEN, _OFFICE, is_always_secret),
)

_CONNECTIONS = (
    build_rule(
        PASSWORD,
        "://",
        r"://[^\s:/@<>]{0,80}:(?!\d{1,5}/)(?P<bare>" + NOT_YET + r"[^\s@]{1,200}(?:@[^\s@]{1,80})*)@(?=[^\s@])",
    ),
    build_rule(
        PASSWORD,
        "jdbc:oracle|sqlplus",
        r"(?:jdbc:oracle:\w{1,10}:|sqlplus\s{1,3})[^\s/@]{1,40}/(?P<bare>[^\s@]{1,80})@",
    ),
    build_rule(PASSWORD, "mysql", r"mysql\w{0,10}\s[^\n]{0,80}?\s-p(?P<bare>[^\s]{4,64})(?=\s|$)", is_declared_secret),
    build_rule(PASSWORD, "curl", r"curl\s[^\n]{0,120}?(?:-u|--user)[ =]?['\"]?[^\s:]{1,60}:" + VALUE, is_mixed),
    build_rule(PASSWORD, "--user ", r"--user [^\s:]{1,60}:" + VALUE, is_mixed),
    build_rule(PASSWORD, "sshpass", r"sshpass -p\s?" + VALUE),
    build_rule(PASSWORD, "/user:", r"/user:\S{1,80} (?P<bare>(?!/)\S{4,64})"),
    build_rule(PASSWORD, "wifi:", r"WIFI:[^\n]{0,100}?\bP:(?P<bare>[^;\n]{4,64})"),
    build_rule(
        PASSWORD, 'key="pass|name="pass', r"""(?:key|name)="pass\w{0,10}"\s{1,3}value="(?P<bare>[^"\n]{2,200})\""""
    ),
    build_rule(PASSWORD, "$2|$5|$6|$y|$argon2", r"(?P<bare>\$(?:2[aby]|5|6|y|argon2id?)\$[./a-z0-9$=,+-]{20,200})"),
)

_HEADERS = (
    build_rule(TOKEN, "cookie:", r"cookie:\s{0,3}(?P<bare>[\w.%-]{1,60}=[^\n]{8,4000})"),
    build_rule(
        TOKEN,
        "session|sessid|jsessionid|connect.sid|csrftoken|xsrf-token",
        r"(?:asp\.net_)?(?:session_?id|sessid|session_token|connect\.sid|csrftoken|xsrf-token"
        r"|session)=(?P<bare>[\w%.-]{10,400})",
        is_opaque,
    ),
    build_rule(TOKEN, "phpsessid|jsessionid|d=xoxd", r"\w{1,12}=(?P<bare>[\w%.-]{10,400})", is_mixed),
)

_PRIVATE_KEYS = (
    build_rule(
        PRIVATE_KEY,
        "-----begin",
        r"(?P<bare>-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
        r"(?:(?:(?!-----BEGIN)[\s\S]){0,20000}?-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
        r"|(?:\s*(?:\\n)?[A-Za-z0-9+/=]{16,})*))",
        exact=True,
    ),
    build_rule(
        PRIVATE_KEY,
        "putty-user-key-file",
        r"(?P<bare>PuTTY-User-Key-File-\d:[\s\S]{0,3000}?Private-Lines: \d{1,3}(?:\s+[A-Za-z0-9+/=]{8,}){0,100})",
        exact=True,
    ),
)

_PHRASE_LINE = ScanRule(
    PHRASE,
    re.compile(r"(?m)^[ \t\"'`>]{0,3}(?P<bare>(?:[a-z]{3,8} ){11,23}[a-z]{3,8})[ \t\"'`.]{0,3}$"),
    is_lone_phrase,
)

FORMATS: tuple[Rule | ScanRule, ...] = (
    *_PRIVATE_KEYS, *_CONNECTIONS, *_WEBHOOKS, *_KEYS, *_TOKENS, *_HEADERS, _PHRASE_LINE,
)  # fmt: skip
