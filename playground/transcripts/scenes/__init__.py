"""All scenes, in the order in which a pair might live through them."""

from collections.abc import Mapping, Sequence

from playground.transcripts.scene import Scene
from playground.transcripts.scenes import (
    ahead,
    both,
    calling,
    evening,
    german,
    going,
    grouping,
    hours,
    joining,
    silence,
    talking,
    ways,
)

SCENES: Mapping[str, Sequence[Scene]] = {
    "Becoming a pair": joining.SCENES,
    "The day and its evening": evening.SCENES,
    "The call": calling.SCENES,
    "Both have missed": both.SCENES,
    "Hours, and what was not named": hours.SCENES,
    "Tomorrow and yesterday": ahead.SCENES,
    "What the two say to each other": talking.SCENES,
    "How to be called": ways.SCENES,
    "Silence that both can see": silence.SCENES,
    "In a group": grouping.SCENES,
    "Going": going.SCENES,
    "In German": german.SCENES,
}
