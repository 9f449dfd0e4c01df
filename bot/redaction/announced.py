"""Announced: what people write after a word for password, key, token, PIN or code, in the languages of our users."""

import re

from bot.redaction.folding import fold_words
from bot.redaction.rules import API_KEY, CODE, PASSWORD, PHRASE, TOKEN, Holds, Rule, build_rule
from bot.redaction.values import (
    is_base32,
    is_code,
    is_declared_secret,
    is_key,
    is_lone_code,
    is_made_up,
    is_mixed,
    is_mixed_lower_case,
    is_mixed_or_alone,
    is_mixed_or_symbols,
    is_opaque,
    is_phrase,
    is_word_row,
)

NOT_YET = r"(?!\[redacted: )"
_MARKUP = r"""["'`\])}*_~]{0,3}"""
VALUE = rf"""(?:["'`“‘«„](?P<quoted>{NOT_YET}[^"'`”’»\n]{{2,200}})["'`”’»“]|(?P<bare>(?:{NOT_YET}[^\s"'`;|])+))"""
_EQUALS = rf"{_MARKUP}\s{{0,3}}(?:=>|:=|={{1,3}})\s{{0,3}}"
_COLON = rf"{_MARKUP}\s{{0,3}}(?::(?!//)|->|→)\s{{0,3}}[\"'`*_~]{{0,3}}\s?"
_DASH = r"\s{1,3}[-–—]\s{1,3}|\s{0,2}\((?=\S)"
_IS = (
    r"(?:['’]s|\s{1,3}(?:is|was|will be|remains|stays|reads|ist|lautet|war|bleibt|est|es|e|to|jest|brzmi|je|zni|on"
    r"|este|er|ar|е|это|це|ειναι|היא|הוא|هي|هو|है))"
    r"(?:\s+(?:still|now|just|simply|currently|set\s+to|noch|immer))?\s*:?\s+"
)
_FOR_WHAT = (
    r"(?:\s+(?:for|to|of|on|at|in|fur|zum|von|vom|pour|du|de|del|da|do|di|para|per|voor|van|dla|od|pro|icin|от|для|до"
    r"|к|на)"
    r"(?:\s+[^\s.;:=]{1,30}){1,4}?)"
)
_OF_WHOM = r"(?:\s+[^\s.;:=]{1,30}){1,3}"
_CJK_PARTICLE = fold_words("(?:は|が|是|为|為|는|은|이|가)")
_CJK_VALUE = rf"\s?(?:{_CJK_PARTICLE}\s?:?|:)?\s?[\"'`「『]?(?P<bare>{NOT_YET}[!-&(-+\--:<-~]{{4,100}})"


def _join(words: str) -> str:
    """Words parted by bars, as they stand in a folded text, as one pattern; a blank is any."""
    folded = (re.escape(fold_words(word)).replace(r"\ ", r"\s?") for word in words.split("|"))
    return f"(?:{'|'.join(folded)})"


def _begin(words: str) -> str:
    """The first letters of each, by which they are found."""
    return "|".join(dict.fromkeys(fold_words(word).split(" ")[0].lower() for word in words.split("|")))


_FOREIGN_PASSWORD = (
    "kennwort|mot de passe|mdp|code d'accès|contraseña|clave de acceso|senha|palavra passe|palavra-passe|parola "
    "d'ordine"
    "|wachtwoord|paswoord|wagwoord|hasło|hasłem|heslo|şifre|şifresi|parola|jelszó|lösenord|adgangskode|kodeord"
    "|salasana|passord|lozinka|lozinku|geslo|slaptažodis|parool|fjalëkalimi"
    "|пароль|пароля|паролем|парола|паролата|κωδικός πρόσβασης|κωδικός|συνθηματικό|كلمة المرور|كلمة مرور|كلمة السر|كلمة "
    "سر|סיסמה|הסיסמה|סיסמא"
    "|رمز عبور|पासवर्ड|কূটশব্দ|mật khẩu|kata sandi|รหัสผ่าน"
)
_SAYS_PASSWORD = (
    r"(?:p[a@]ss ?(?:w[o0]r[dt]|phrase|code|wd)|passwor?t|pwd|psw|(?<![a-z0-9])pw|(?<![a-z])pass(?=\s*=)|_pass"
    rf"|{_join(_FOREIGN_PASSWORD)})(?!s)(?:_\w{{1,20}})?"
)
_PASSWORD_BEGINS = "passw|pass w|p@ss|passphrase|pass phrase|passcode|pass code|passwd|pwd|psw|pw|pass|_pass|" + _begin(
    _FOREIGN_PASSWORD
)
_CJK_PASSWORD = "密码|密碼|口令|パスワード|パスコード|비밀번호|암호|패스워드"

_SAYS_KEY = (
    r"(?:(?:api|auth|access|account|service|storage|subscription|license|licence|secret|shared|encryption|signing"
    r"|master|admin|azure|openai|anthropic|aws|gcp|google|database|db|client|private|priv)[ _-]?(?:access[ _-]?)?key"
    r"|(?<!primary)(?<!foreign)(?<!partition)(?<!sort)(?<!business)(?<!natural)(?<!cache)(?<!row)(?<=\w)[_-]key"
    r"|(?:client[ _-]?|app[ _-]?)?secret|credential)(?!s)(?:[_-]\w{1,20})?"
)
_KEY_BEGINS = (
    "api|auth|access|account|service|storage|subscription|licen|secret|shared|encryption|signing|master|admin|azure"
    "|openai"
    "|anthropic|aws|gcp|google|database|db|client|priv|_key|-key|app|credential"
)
_FOREIGN_KEY = (
    "API-Schlüssel|API Schlüssel|Lizenzschlüssel|clé API|clé d'API|clé secrète|clave API|clave de API|chave API|chave "
    "de API"
    "|chiave API|API-sleutel|klucz API|klíč API|API anahtarı|ключ API|API-ключ|кλειδί API|مفتاح API"
)
_CJK_KEY = "API密钥|API密鑰|APIキー|API 키|API키"
_SAYS_TOKEN = r"(?:token|sas|bearer|jeton(?:\s?d['’]acces)?|токен)(?!s|i[sz])(?:_\w{1,20})?"
_CJK_TOKEN = "令牌|トークン|토큰"

_DIGITS = r"(?P<bare>\d(?:[ -]?\d){3,7}#?)(?![\w.,]?\d)"
_PIN = r"(?<![a-z])(?:pin(?:[- ]?(?:code|number|nummer|kod))?|пин(?:-код)?|geheimzahl|codigo pin|暗証番号)"
_PIN_BEGINS = "pin|пин|暗証番号|geheimzahl|codigo pin"
_SAYS_CODE = (
    r"(?:(?:door|gate|alarm|entry|safe(?:'?s)?|security|access|verification|confirmation|recovery|backup|one[- ]time"
    r"|2fa|mfa|otp|sms|unlock|emergency|auth(?:entication)?)[ -]?codes?|(?<![a-z])otp|"
    + _join(
        "Wiederherstellungscode|Wiederherstellungscodes|Zugangscode|Türcode|code de récupération|codes de récupération"
        "|code de secours|código de recuperación|códigos de recuperación|código de recuperação|codice di recupero"
        "|herstelcode|kod odzyskiwania|kód pro obnovení|kurtarma kodu|код восстановления|код відновлення"
        "|κωδικός ανάκτησης|رمز الاسترداد|रिकवरी कोड"
        "|验证码|驗證碼|恢复码|確認コード|リカバリーコード|인증번호|복구 코드"
    )
    + r")"
)
_CODE_BEGINS = (
    "door|gate|alarm|entry|safe|security|access|verification|confirmation|recovery|backup|one|2fa|mfa|otp|sms|unlock"
    "|emergency|auth|wiederherst|zugangscode|turcode|code de|codes de|codigo|codice|herstel|kod|kurtarma|код|κωδικ|رمز"
    "|रिकवरी|" + _begin("验证码|驗證碼|恢复码|確認コード|リカバリーコード|인증번호|복구 코드")
)
_GROUPED = r"(?:[a-z]-)?(?:(?=[a-z-]{0,12}\d)[a-z0-9]{4,8}(?:-[a-z0-9]{3,8}){1,7}|\d{3}[ -]?\d{3}(?!\d)"
_ONE_CODE = _GROUPED + r"|\d{2}(?:-\d{2}){2,5}(?![\d-])|\d{4,8}(?!\d)#?)"
_ARE = r"\s(?:are|sind|sont|son|sono|zijn)\s:?"
_CODES = rf"(?P<bare>{_ONE_CODE}(?:[,;\s]{{1,3}}{_ONE_CODE}){{0,19}})"
_LONG_CODES = rf"(?P<bare>{_GROUPED}|\d{{6,8}}(?!\d))(?:[,;\s]{{1,3}}{_ONE_CODE}){{0,19}})"
_WORD_ROW = r"[\"'“„]?(?P<bare>[^\W\d_]{2,14}(?:[ -][^\W\d_]{2,14}){2,23})(?=[\"'”“.,;!?\n)]|\s*$)"
_LINKS = rf"(?:{_EQUALS}|{_COLON}|{_IS})"
_PHRASE_WORDS = "passphrase|pass phrase|phrase secrète|phrase de passe|frase de contraseña|wachtwoordzin|hasło frazowe"
_SEED_WORDS = (
    "seed phrase|seed words|recovery phrase|mnemonic|mnemonic phrase|wallet words|backup phrase|phrase de récupération"
    "|frase de recuperación|frase semilla|Wiederherstellungsphrase|frase di recupero|сид-фраза|助记词"
)

_ON_NEXT_LINE = r"\s{0,2}:?\s{0,2}\n\s{0,3}(?P<bare>\S{6,64})(?=\s*(?:\n|$))"
_SPELT_PASSWORD = r"p[ ._-]a[ ._-]s[ ._-]s[ ._-]w[ ._-]o[ ._-]r[ ._-]d"
_ANSWER = "security answer|secret answer|recovery answer"


def _build_announced(begins: str, says: str, link: str, holds: Holds) -> tuple[Rule, Rule]:
    """Without and with what the password is for, each tried by itself: "on" and "to" say "is" in one language and begin
    what it is for in another, and what was taken for that would hide what stands there."""
    direct, distant = (says + what + link for what in ("", _FOR_WHAT))
    return build_rule(PASSWORD, begins, direct, holds), build_rule(PASSWORD, begins, distant, holds)


PASSWORDS: tuple[Rule, ...] = (
    build_rule(PASSWORD, _PASSWORD_BEGINS, _SAYS_PASSWORD + _EQUALS + VALUE, is_declared_secret),
    *_build_announced(_PASSWORD_BEGINS, _SAYS_PASSWORD, _COLON + VALUE, is_mixed_or_alone),
    *_build_announced(_PASSWORD_BEGINS, _SAYS_PASSWORD, _IS + VALUE, is_mixed_or_symbols),
    *_build_announced(_PASSWORD_BEGINS, _SAYS_PASSWORD, f"(?:{_DASH}){VALUE}", is_mixed_or_symbols),
    build_rule(PASSWORD, _PASSWORD_BEGINS, _SAYS_PASSWORD + r"[ \t]{1,3}(?!\()" + VALUE, is_mixed_lower_case),
    build_rule(
        PASSWORD, _PASSWORD_BEGINS, _SAYS_PASSWORD + r"(?:\s+[^\s.;:=]{1,30}){1,3}" + _COLON + VALUE, is_made_up
    ),
    build_rule(PASSWORD, "u:", r"\bu:\s?\S{1,40}[\s,;/]{1,3}p:\s?" + VALUE, is_mixed),
    build_rule(PASSWORD, "pass", r"(?<![a-z])pass\s?:\s{0,3}" + VALUE, is_mixed),
    build_rule(PASSWORD, _PASSWORD_BEGINS, _SAYS_PASSWORD + _ON_NEXT_LINE, is_mixed),
    build_rule(PASSWORD, _PASSWORD_BEGINS, _SAYS_PASSWORD + r"\s(?P<bare>\d{6,12})(?!\d)", is_lone_code),
    build_rule(PASSWORD, _PASSWORD_BEGINS, _SAYS_PASSWORD + r"\s(?P<bare>change(?:it|me)|letmein|welcome1)\b"),
    build_rule(PASSWORD, "p a s s|p.a.s.s|p-a-s-s|p_a_s_s", _SPELT_PASSWORD + _LINKS + VALUE, is_mixed_or_alone),
    build_rule(PASSWORD, _ANSWER, rf"(?:{_ANSWER}){_LINKS}{VALUE}", is_mixed_or_alone),
    build_rule(PASSWORD, _begin(_CJK_PASSWORD), _join(_CJK_PASSWORD) + _CJK_VALUE, is_mixed_or_alone),
    *_build_announced(_begin(_PHRASE_WORDS), _join(_PHRASE_WORDS), _LINKS + _WORD_ROW, is_word_row),
    build_rule(
        PASSWORD,
        "cred|login|log-in",
        r"\b(?:creds?|credentials|log-?in)\s{0,3}(?::|\s(?:is|are)\s)\s{0,3}[^\s/:]{1,60}\s?[/:](?!/)\s?" + VALUE,
        is_mixed,
    ),
    build_rule(
        PASSWORD,
        "cred",
        r"cred(?:s|entials)?\s?(?::|\sare\s)\s?[^\s/:]{1,60}(?:,| and| /) (?P<bare>\S{6,64})",
        is_made_up,
    ),
    build_rule(
        PASSWORD,
        "log in|login|sign in|signed in|logged in",
        r"\w{3,6} ?in (?:with|as|by) (?:user )?[^\s]{1,40} (?:and|with|/) (?P<bare>\S{6,64})",
        is_made_up,
    ),
)

_PAIRED = r"(?P<bare>(?:(?!@[\w.-]+[:/])\S){6,64})"
PAIRS: tuple[Rule, ...] = (
    build_rule(PASSWORD, "admin|root|sa", r"(?<![\w/-])(admin|root|sa)\s?[/:]\s?(?P<bare>\1)(?=\s*(?:$|[,;.\n]))"),
    build_rule(
        PASSWORD,
        "admin|root|sa|sys|postgres|oracle|scott|user|guest|test|demo|svc",
        r"(?<![\w@.-])(?<!\w/)(?:admin(?:istrator)?|root|sa|sysadmin|sysdba|system|postgres|oracle|scott|user|guest"
        r"|test|demo"
        rf"|svc[\w.-]{{0,30}})\s{{0,2}}[/:|](?!/)\s{{0,2}}{_PAIRED}",
        is_made_up,
    ),
    build_rule(
        PASSWORD,
        "admin|root|sa|postgres",
        r"(?<![\w/.@-])(?:admin(?:istrator)?|root|sa|postgres):(?P<bare>[^\s/:]{6,64})(?=\s*(?:$|[,;\n]))",
        is_mixed_lower_case,
    ),
    build_rule(PASSWORD, "@", rf"@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}\s{{0,2}}[/:|]\s{{0,2}}{_PAIRED}", is_made_up),
)

_AFTER_KEY_OF_WHAT = r"(?:(?<=api[ _-])|(?<=access[ _-])|(?<=secret[ _-])|(?<=subscription[ _-]))"
_OPAQUE = rf"\s{{1,2}}(?P<bare>{NOT_YET}[\w+/=-]{{16,}})"
KEYS: tuple[Rule, ...] = (
    build_rule(API_KEY, _KEY_BEGINS, rf"{_SAYS_KEY}(?:{_EQUALS}|{_COLON}|{_IS}){VALUE}", is_key),
    build_rule(API_KEY, _begin(_FOREIGN_KEY), rf"{_join(_FOREIGN_KEY)}{_LINKS}{VALUE}", is_mixed),
    build_rule(
        API_KEY,
        "key|secret",
        r"(?:(?<=api[ _-])|(?<=access[ _-])|(?<=secret[ _-])|(?<=subscription[ _-]))key" + _OPAQUE,
        is_opaque,
    ),
    build_rule(TOKEN, "token", r"token" + _OPAQUE, is_opaque),
    build_rule(API_KEY, "api", _join(_CJK_KEY) + _CJK_VALUE, is_mixed),
    build_rule(
        API_KEY,
        "key",
        r"\bkey(?:" + _EQUALS + "|" + _COLON + "|" + _IS + r")(?P<bare>(?=\w*\d)(?=\w*[a-z])[\w+/=]{20,})",
    ),
    build_rule(
        TOKEN,
        "bearer|authorization:",
        r"\b(?:bearer|authorization:\s{0,3}(?:basic|token|apikey|digest|negotiate|ntlm))\s{1,3}" + VALUE,
        is_mixed,
    ),
    build_rule(TOKEN, "token|sas|bearer|jeton|токен", rf"{_SAYS_TOKEN}{_LINKS}{VALUE}", is_mixed),
    build_rule(TOKEN, _begin(_CJK_TOKEN), _join(_CJK_TOKEN) + _CJK_VALUE, is_mixed),
)

_LISTED = (
    r"[^\n]{0,30}\n(?P<bare>(?:\s{0,3}(?:\d{1,2}[.)]|[-*•])?\s{0,3}(?=[a-z-]{0,12}\d)[a-z0-9]{4,8}(?:-[a-z0-9]{3,8}){1,7}"
    r"\s{0,2}(?:\n|$)){1,20})"
)
CODES: tuple[Rule, ...] = (
    build_rule(CODE, _CODE_BEGINS, _SAYS_CODE + _LISTED, is_code),
    build_rule(CODE, "cvv|cvc", r"cv[vc]2?\s?(?:[:=#]|code|is)?\s{0,2}(?P<bare>\d{3,4})(?![\w.,]?\d)"),
    build_rule(CODE, _PIN_BEGINS, _PIN + rf"(?:{_LINKS}|{_CJK_PARTICLE}\s?)" + _DIGITS),
    build_rule(CODE, _PIN_BEGINS, _PIN + r"\s?:?\s?#?" + _DIGITS, is_lone_code),
    build_rule(
        CODE, _CODE_BEGINS, _SAYS_CODE + rf"(?:{_LINKS}|\s(?:are|sind|sont|son|sono|zijn)\s:?|\s?#)" + _CODES, is_code
    ),
    build_rule(
        CODE,
        "door|gate|alarm|entry|safe",
        r"(?:door|gate|alarm|entry|safe(?:'?s)?) ?code(?: (?:for|of|to|at)(?: \w{1,20}){1,3}?)? "
        r"(?P<bare>\d{4,8}(?!\d)#?)",
        is_lone_code,
    ),
    build_rule(CODE, _CODE_BEGINS, _SAYS_CODE + r"\s{0,3}" + _LONG_CODES, is_lone_code),
    build_rule(CODE, "recovery key|bitlocker|wiederherst", r"[^\n]{1,60}?(?P<bare>\d{6}(?:-\d{6}){7})"),
    build_rule(
        CODE,
        "totp|authenticator|mfa|2fa|otp|setup key",
        r"(?:totp|authenticator|mfa|2fa|otp)?[ -]?(?:secret|seed|setup[ -]key|key|code)(?:"
        rf"{_EQUALS}|{_COLON}|{_IS}|\s)(?P<bare>[a-z2-7]{{4}}(?: ?[a-z2-7]{{4}}){{2,15}})",
        is_base32,
    ),
    build_rule(CODE, "otpauth://", r"otpauth://[^\s]{1,300}?[?&]secret=(?P<bare>[a-z2-7=]{8,})"),
    build_rule(PHRASE, _begin(_SEED_WORDS), _join(_SEED_WORDS) + _LINKS + _WORD_ROW, is_phrase),
)
