"""Handouts: files that are sent or deleted, and what is kept of where they stand, so that they can be deleted."""

from datetime import UTC, datetime

from bot.domain.messaging.event import Claim
from bot.services.forgetting.export_person import EXPORT_FILE, build_export
from bot.services.messaging.outbox_events import DeleteUploads, UploadFiles
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.worker.handler import Lease, Result
from bot.slack.outbound.uploads import FileUploader


class Handouts:
    """`pace`: seconds that a channel rests after each."""

    def __init__(self, uploader: FileUploader, pace: float) -> None:
        self._uploader = uploader
        self._pace = pace

    async def handle_upload(self, asked: UploadFiles, claim: Claim, lease: Lease) -> Result:
        files, plan, person = await self._uploader.send_files(asked, claim, lease), asked.plan, asked.person

        def keep(uow: UnitOfWork) -> None:
            if plan is None and person is not None:
                uow.personal_records.add_export_files(person, files)
            elif plan is not None and not uow.withdrawals.add_uploads(plan, files):  # deleted while it was on its way
                key = f"delete_uploads:{claim.event.id}"
                uow.events.add(DeleteUploads(files=files).to_event(key, claim.event.line))

        known = plan is not None or asked.files == (EXPORT_FILE,)
        return Result(keep if files and known else None, self._pace)

    async def handle_deletion(self, asked: DeleteUploads, claim: Claim, lease: Lease) -> Result:
        await self._uploader.delete(asked, lease)
        return Result(cooldown_seconds=self._pace)


async def load_export(transactions: Transactions, person: str) -> str:
    """As it stands now."""
    return await transactions.run(lambda uow: build_export(uow, person, datetime.now(UTC)))
