"""The options that commands share, or that are long to tell: what is typed, and what help says of it."""

from pathlib import Path
from typing import Annotated

import typer

OutOption = Annotated[Path | None, typer.Option("--out", help="Folder for the documents.")]
FolderOption = Annotated[Path, typer.Option("--out", help="Folder for the documents.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
RecordOption = Annotated[bool, typer.Option("--record", help="Keep the result beside the prompts, in evaluated.yaml.")]
SocketOption = Annotated[bool, typer.Option("--socket", help="Slack comes through Socket Mode: no address needed.")]
HttpOption = Annotated[bool, typer.Option("--http", help="Slack comes to /slack/events over HTTP.")]
DoorOption = Annotated[
    bool, typer.Option("--door", help="Only takes in and acknowledges what Slack sends; others work (PostgreSQL).")
]
WorkerOption = Annotated[
    bool, typer.Option("--worker", help="Only works what others took in, on this machine or another (PostgreSQL).")
]
NumberArgument = Annotated[int, typer.Argument(help="The number that `inbox` shows.")]
LeaderOption = Annotated[str, typer.Option("--leader", help="The person's id in Slack, as U0123ABCD.")]
WorkspaceOption = Annotated[str | None, typer.Option("--workspace", help="Needed where there are several.")]
