"""What a screen would hide, in words for paper: "If you ticked “No”:"."""

from collections.abc import Sequence
from dataclasses import dataclass

from ehdesk.forms import definition
from ehdesk.words import Words


@dataclass(frozen=True)
class Conditions:
    """The conditions of one blank form, as its stage prints it."""

    form: definition.Form
    words: Words
    variant: str | None = None
    is_easy: bool = False

    def told(
        self,
        condition: definition.Condition | None,
        before: definition.Question | None,
        table: definition.Question | None = None,
        part: Sequence[definition.Question] = (),
    ) -> str:
        """A condition in words for paper. One that holds where nothing is ticked needs no words.

        `before` is the question above: where the condition names that one, its name is left out; so it
        is where no other question of the same `part` has such an answer.
        """
        if condition is None or condition.none_of or condition.answered is False:
            return ""
        if self.variant is not None and condition.question == self.form.variant_question:
            return ""
        say = self.words.text
        parent = self._asked(table, condition.question)
        if parent.kind == "tick" or not condition.one_of:
            source = (
                "If you ticked “{question}”:" if parent.kind == "tick" else "If you answered “{question}”:"
            )
            return say(source).format(question=say(self._named(parent)))
        answers = [
            say("“{answer}”").format(answer=say(choice.label))
            for choice in parent.choices()
            if choice.value in condition.one_of
        ]
        joined = say(" or ").join(answers)
        if (before is not None and before.key == parent.key) or self._is_plain(
            parent, answers, table.columns if table else part
        ):
            return say("If you ticked {answers}:").format(answers=joined)
        return say("If you ticked {answers} at “{question}”:").format(
            answers=joined, question=say(self._named(parent))
        )

    def _named(self, parent: definition.Question) -> str:
        """A question as this paper asks it."""
        return (parent.easy if self.is_easy else "") or parent.label

    def _is_plain(
        self, parent: definition.Question, answers: Sequence[str], part: Sequence[definition.Question]
    ) -> bool:
        say = self.words.text
        offered = [
            say("“{answer}”").format(answer=say(choice.label))
            for question in part
            for choice in question.choices()
        ]
        return parent in part and all(offered.count(answer) == 1 for answer in answers)

    def _asked(self, table: definition.Question | None, key: str) -> definition.Question:
        """The question that a condition names: a column of the same table first."""
        for column in table.columns if table else ():
            if column.key == key:
                return column
        return self.form.question(key)
