"""A local Slack over real sockets, with state: what the app does to it and what people see of that.

with SlackServer(manifest) as slack:
    ana = slack.user("ana")
    pilots = slack.channel("pilots", ana)
    ...  # start the app: base_url=slack.api_url, slack.bot_token, slack.app_token, slack.signing_secret
    await ana.says(pilots, f"{slack.bot_mention} hello")
    reply = await slack.until(lambda: slack.last(pilots))
    ack = await ana.clicks(reply, "skip")
"""

from tests.slack_stub.delivery.deliveries import Delivery
from tests.slack_stub.delivery.faults import Fault
from tests.slack_stub.interactions import Ack
from tests.slack_stub.people import User
from tests.slack_stub.server import SlackServer
from tests.slack_stub.slack import Call
from tests.slack_stub.state.errors import UserCannot
from tests.slack_stub.state.records import Canvas, Channel, Message, Session, View
from tests.slack_stub.state.timing import Timing

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
