"""Dated exchange rates: each is valid until the next rate of its currency starts."""

from localorg.records.session import Rules, Write


class DatedRateRules(Rules):
    """A new rate ends the one before it."""

    def after_insert(self, write: Write) -> None:
        _settle(write)

    def after_delete(self, write: Write) -> None:
        _settle(write)


def _settle(write: Write) -> None:
    rows = write.session.select("DatedConversionRate", IsoCode=write.new["IsoCode"])
    ordered = sorted(rows, key=lambda row: str(row["StartDate"]))
    ends = [*(row["StartDate"] for row in ordered[1:]), None]
    for row, end in zip(ordered, ends, strict=True):
        if row["NextStartDate"] != end:
            write.session.set("DatedConversionRate", str(row["Id"]), {"NextStartDate": end})
