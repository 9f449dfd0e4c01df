"""A local Slack over real sockets, with state: what the app does to it and what people see of that.

with SlackServer(manifest) as slack:
    ana = slack.user("ana")
    pilots = slack.channel("pilots", ana)
    ...  # start the app: base_url=slack.api_url, slack.bot_token, slack.app_token, slack.signing_secret
    await ana.says(pilots, f"{slack.bot_mention} hello")
    reply = await slack.until(lambda: slack.last(pilots))
    ack = await ana.clicks(reply, "skip")
"""

from tests.e2e.slack_server.deliveries import Delivery
from tests.e2e.slack_server.errors import UserCannot
from tests.e2e.slack_server.faults import Fault
from tests.e2e.slack_server.interactions import Ack
from tests.e2e.slack_server.people import User
from tests.e2e.slack_server.records import Canvas, Channel, Message, Session, View
from tests.e2e.slack_server.server import SlackServer
from tests.e2e.slack_server.slack import Call
from tests.e2e.slack_server.timing import Timing

__all__ = [
    "Ack",
    "Call",
    "Canvas",
    "Channel",
    "Delivery",
    "Fault",
    "Message",
    "Session",
    "SlackServer",
    "Timing",
    "User",
    "UserCannot",
    "View",
]
