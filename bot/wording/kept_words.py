"""What each kind of record that is kept of somebody is, in words for them."""

from collections.abc import Mapping

KEPT_KINDS: Mapping[str, str] = {
    "people": "your name and role, as interviews know you",
    "questions": "questions that were put to you, or that you likely know best",
    "turns": "what you answered",
    "evidence": "what was read from your answers, or confirmed by you, as evidence",
    "facts": "facts that were read from your answers",
    "signals": "warning signs that were read from your answers",
    "passes": "questions that you skipped, or that were left to you",
    "fits": "how well you found that summaries fit",
    "interviews": "where an interview names you otherwise, as who answers for something",
    "assessments": "where an assessment quotes or names you",
    "plans": "where a plan quotes or names you",
    "teams": "what the lead said of you when the pilot was started",
    "team_people": "your parts in pilots",
    "channel_people": "channels of pilots that you are in",
    "threads": "where in your direct messages you are interviewed",
    "challenges": "ratings that you challenged, and why",
    "plan_steps": "what you did with actions, or what was given to you",
    "rulings": "what you decided",
    "output_feedback": "what you said of what I made",
    "digest_settings": "when your digest comes",
    "stopped_requests": "by whom you don't want to be asked",
    "digests": "the digests that were written for you",
    "postings": "where messages of mine to you stand",
    "homes": "that you opened my Home",
    "uploads": "files like this one that you were sent",
    "events": "what waits to be worked of what you said and pressed, or was given up",
    "audit_acts": "what you did, saw and took out, by ids",
}
