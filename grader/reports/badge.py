"""The score as a badge: the JSON that shields.io reads from an address (its "endpoint badge")."""

from __future__ import annotations

from grader.scorecard import Scorecard, points

_COLOURS = ((1.0, "brightgreen"), (0.8, "green"), (0.5, "yellow"), (0.0, "orange"))  # from this share of the points


def badge(scorecard: Scorecard) -> dict[str, object]:
    """Return the badge as JSON data."""
    unjudged = f", {points(scorecard.unjudged)} not checked" if scorecard.unjudged else ""
    share = scorecard.score / scorecard.max_score if scorecard.max_score else 0.0
    return {
        "schemaVersion": 1,
        "label": "parallel pools",
        "message": f"{points(scorecard.score)} / {points(scorecard.max_score)}{unjudged}",
        "color": next(colour for least, colour in _COLOURS if share >= least),
    }
