"""Redaction: secrets go, whatever they look like; what people say about their pilot stays to the letter."""

import base64
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import SecretRedactor

EVALS = Path(__file__).parent.parent / "evals"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA75mI\nq3Vt+x0=\n-----END RSA PRIVATE KEY-----"

SECRETS = [
    ("migrating today. AZURE_KEY=sk-test-000FAKE000notreal111 argh", "sk-test-000FAKE000notreal111", "an API key"),
    ("WT_TOKEN=fake-test-9f00-0000-notreal oops, clipboard", "fake-test-9f00-0000-notreal", "an access token"),
    ("the password is hunter2.", "hunter2", "a password"),
    ("pwd: hunter2", "hunter2", "a password"),
    ("user svc_bot\npassword: sunshine\nthanks", "sunshine", "a password"),
    ("Password for SAP PRD is Sommer2024!", "Sommer2024!", "a password"),
    ("my pw is P@ssword, don't tell", "P@ssword", "a password"),
    ("just use password hunter2 for now", "hunter2", "a password"),
    ("*password*: `tr0ub4dor&3`", "tr0ub4dor&3", "a password"),
    ('{"user": "sa", "password": "sunshine"}', "sunshine", "a password"),
    ("DB_PASS=foobar", "foobar", "a password"),
    ("das Passwort ist Winter2025", "Winter2025", "a password"),
    ("creds: admin / Passw0rd!", "Passw0rd!", "a password"),
    ("Server=db1;User Id=sa;Password=geheim;Encrypt=yes", "geheim", "a password"),
    ("postgres://app:geheim@db.intern:5432/prod", "geheim", "a password"),
    ("amqps://app:p@ss/w0rd@mq/vh", "p@ss/w0rd", "a password"),
    ("Authorization: Bearer 9f8e7d6c5b4a3928", "9f8e7d6c5b4a3928", "an access token"),
    ("authorization: Basic dXNlcjpodW50ZXIy", "dXNlcjpodW50ZXIy", "an access token"),
    ("we got xoxb-2345678901-abcdefGHIJKL from Slack", "xoxb-2345678901-abcdefGHIJKL", "an access token"),
    ("xapp-1-A0123-456-abcdef0123", "xapp-1-A0123-456-abcdef0123", "an access token"),
    ("(ghp_0123456789abcdefghijABCDEFGHIJ456789)", "ghp_0123456789abcdefghijABCDEFGHIJ456789", "an access token"),
    (f"log says {JWT} was refused", JWT, "an access token"),
    ("https://x.blob.core.windows.net/c?sv=2022&sig=abcDEF123%2Babcdefghij%3D&se=1", "abcDEF123%2Babcdefghij%3D",
     "an access token"),
    ("AKIAIOSFODNN7EXAMPLE is ours", "AKIAIOSFODNN7EXAMPLE", "an API key"),
    ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
     "an API key"),
    ("sk-proj-Abc123def456Ghi789 and more", "sk-proj-Abc123def456Ghi789", "an API key"),
    ("the api key is 8f3a9c77d1", "8f3a9c77d1", "an API key"),
    ("client secret: 8Q~abcDEF.123-xyz", "8Q~abcDEF.123-xyz", "an API key"),
    ("AccountKey=q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ==;Endpoint", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ==", "an API key"),
    ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "AIzaSyA1234567890abcdefghijklmnopqrstuv", "an API key"),
    (f"here:\n{PEM}\nbye", PEM, "a private key"),
    (PEM.replace("-----END RSA PRIVATE KEY-----", ""), "MIIEowIBAAKCAQEA75mI", "a private key"),
]  # fmt: skip

ORDINARY = [
    "11 400 invoices a month, 98.7 % matched, EUR 2.3m, by 12 January 2027",
    "It reads S3://freight-prod/in/2026-11/part-0001.parquet and writes nothing",
    "Order 4500012345, delivery 0080012345, INV-2024-000123, ticket SNOW-INC0012345",
    "U20IYERR7 in C0123ABCDEF, thread 1730538000.123456 🚚👍🏽 :white_check_mark:",
    "gpt-4o-mini, text-embedding-3-large, claude-sonnet-4-5, Llama-3.1-70B, SAP S/4HANA, M365, Dynamics365",
    "https://acme.sharepoint.com/sites/HR/Policies?id=42&view=all#top and http://host:8080/a@b",
    "see https://medium.com/@dana/why-3-pilots-fail-2024 or mail dana@acme.com:443",
    "commit 9f8e7d6c5b4a39281706f5e4d3c2b1a098765432, uuid 123e4567-e89b-12d3-a456-426614174000",
    "It reads Salesforce with MY username and password. If I change my password it dies.",
    "its own website with its own password, which expires every 90 days",
    "the password is shared by six of us; passwords are in KeePass",
    "password is 8 characters minimum, token is 30 days, the token is OAuth2-based",
    "password: nobody knows it. Token: expires weekly. API key: rotated by Ravi in 2025",
    "The key is getting ops on board; key: 24h turnaround; key = quality",
    "the secret is a 3-week pilot; their secret sauce: 40 templates",
    "primary_key=customer_id2, sort_key=v2_date8, partition key: plant01",
    "12,000 tokens: 9000 in and 3000 out; tokens=11400; $0.0031 per 1k tokens",
    "Authorization: pending approval from Legal, bearer instruments, basic understanding",
    "First pass: 92% correct; second pass 41 of 50; login: 24/7 support desk",
    "sk-learn-2024-migration, global-2024-rollout-plan, pk_customer, hf_hub",
    "credentials: Dr Mbeki / consultant; Passport: scanned; bypass=manual",
    "password=<your password>, pwd=${DB_PWD}, API_KEY=changeme, password=********",
]

# No colon here: a lone word after "password:" is taken for one, whatever it is.
_WORDS = """
we the invoices key keys token tokens password passwords secret is are was for login bearer credentials reads writes
SAP S/4HANA KeePass Vault 42 11,400 98.7% 2026-11-02 12:30 Q3 v2 24h OAuth2 :) 🚚 nobody Dana's (EUR) everyone shared
https://acme.com/a?b=c&d=1 S3://bucket/key M365 Dynamics365 -- . , ! ? api access account
"""
ORDINARY_WORDS = st.sampled_from(_WORDS.split())


@pytest.mark.parametrize(("text", "secret", "kind"), SECRETS, ids=[kind + " " + text[:24] for text, _, kind in SECRETS])
def test_a_pasted_secret_is_taken_out_and_named(text: str, secret: str, kind: str) -> None:
    clean = SecretRedactor().redact(text)
    assert secret not in clean.text
    assert clean.kinds == (kind,)
    assert clean.text.count("[redacted: ") == 1


def test_only_the_secret_goes_and_the_words_around_it_stay() -> None:
    clean = SecretRedactor().redact(
        "hi all, AZURE_KEY=sk-test-000FAKE000notreal111 argh, ignore that. password is hunter2!"
    )
    assert clean.text == "hi all, AZURE_KEY=[redacted: API key] argh, ignore that. password is [redacted: password]"
    assert clean.kinds == ("an API key", "a password")


@pytest.mark.parametrize("text", ORDINARY)
def test_what_people_say_about_their_pilot_stays_to_the_letter(text: str) -> None:
    assert SecretRedactor().redact(text) == (text, ())


@given(st.lists(ORDINARY_WORDS, max_size=25).map(" ".join))
def test_ordinary_words_and_numbers_in_any_order_stay(text: str) -> None:
    assert SecretRedactor().redact(text) == (text, ())


_PIECES = st.one_of(
    ORDINARY_WORDS,
    st.sampled_from([secret for _, secret, _ in SECRETS]),
    st.sampled_from(
        ["password", "pwd", "=", ":", " is ", "'", '"', "`", "[redacted: ", "]", "API key", "sk-", "@", "://"]
    ),
    st.text(max_size=12),
)


@given(st.lists(_PIECES, max_size=15), st.sampled_from(["", " "]))
def test_redacting_twice_changes_nothing_more(pieces: list[str], between: str) -> None:
    once = SecretRedactor().redact(between.join(pieces))
    assert SecretRedactor().redact(once.text) == (once.text, ())


@given(st.lists(ORDINARY_WORDS, max_size=10).map(" ".join), st.sampled_from(SECRETS))
def test_a_secret_is_found_on_a_line_of_its_own_in_any_company(company: str, planted: tuple[str, str, str]) -> None:
    text, secret, _ = planted
    clean = SecretRedactor().redact(f"{company}\n{text}\n{company}")
    assert secret not in clean.text
    assert clean.kinds


def test_in_the_recorded_interviews_only_the_planted_secrets_go() -> None:
    touched = {}
    for recording in sorted(EVALS.rglob("*.yaml")):
        for text in _texts(yaml.safe_load(recording.read_text(encoding="utf-8"))):
            clean = SecretRedactor().redact(text)
            if clean.text != text:
                touched[recording.stem] = (clean.kinds, "000FAKE000" in clean.text or "notreal" in clean.text)
    assert touched == {
        "airport-baggage-tracing": (("an access token",), False),
        "hr-policy-answers": (("an API key",), False),
    }


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for inner in found.values() if isinstance(found, dict) else found:
            yield from _texts(inner)


_AS_DETECT_SECRETS_KNOWS_THEM = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_0123456789abcdefghijABCDEFGHIJ456789",
    "glpat-abcDEF0123456789_xyz",
    "xoxb-2345678901-abcdefGHIJKL",
    "https://hooks.slack.com/services/T0123ABCD/B0123ABCD/abcdefghijklmnop",
    JWT,
    "-----BEGIN OPENSSH PRIVATE KEY-----",
    "sk-proj-abcdefghij0123456789T3BlbkFJabcdefghij0123456789",
    "sk_live_abcdefghij0123456789ABCD",
    "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",
    "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawZ",
    "AccountKey=" + "a1B2" * 21 + "a1==",
    "https://dana:geheim@intern.acme.com/",
    "AC0123456789abcdef0123456789abcdef",
    "0123456789abcdef0123456789abcdef-us12",
    "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "sq0csp-ABCDEFGHIJK_LMNOPQRSTUVWXYZ-0123456789_abcd",
    "//registry.npmjs.org/:_authToken=npm_abcdefghij0123456789ABCDEFGHIJ012345",
    "pypi-AgEIcHlwaS5vcmc" + base64.urlsafe_b64encode(b"0123456789" * 6).decode().rstrip("="),
]


@pytest.mark.parametrize("text", _AS_DETECT_SECRETS_KNOWS_THEM, ids=lambda text: text[:16])
def test_what_detect_secrets_finds_is_taken_out_too(text: str) -> None:
    kinds: list[type[BasePlugin]] = list(get_mapping_from_secret_type_to_class().values())
    patterns = [kind() for kind in kinds if issubclass(kind, RegexBasedDetector)]
    found = [secret for pattern in patterns for secret in pattern.analyze_string(text)]
    assert found
    assert all(secret not in SecretRedactor().redact(text).text for secret in found)


IDLE = (
    'a|sk-|password |password for |pw="|key=|://a:|eyJ|-----BEGIN PRIVATE KEY-----|\n|pin |recovery code |@a.b |admin/'
    "|&amp;|а|ä|p\u200b|?sig=|mysql -p|curl |cookie: a=|login: a/|PuTTY-User-Key-File-3:|seed phrase is a |密码|пароль "
    "|password is password is |[redacted: |https://a|https://hooks.slack.com/services/|aaa "
)


@pytest.mark.parametrize("piece", IDLE.split("|"))
def test_no_message_however_made_keeps_the_redactor_busy(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    began = time.process_time()
    SecretRedactor().redact(text)
    assert time.process_time() - began < 2


def test_threads_do_not_disturb_each_other() -> None:
    redactor, results = SecretRedactor(), []
    texts = [text for text, _, _ in SECRETS] * 5
    threads = [threading.Thread(target=lambda: results.append([redactor.redact(t) for t in texts])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [results[0]] * 4
