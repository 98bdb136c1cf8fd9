"""Part of step 2: the tables of the forms from the first assessment to the closure, and of the chronology.

As they were that day; never changed afterwards.
"""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the tables, and give feedback the columns that the young people's forms brought."""
    _assessment(op)
    _agreement(op)
    _team(op)
    _plan(op)
    _review(op)
    _ending(op)
    _oversight(op)
    _feedback(op)
    op.execute(_CHECKLISTS)


def _concept(op: Operations, name: str, *columns: sa.Column[object]) -> None:
    """A table with one line for each record of a kind."""
    op.create_table(
        name,
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family_id", sa.String(), nullable=True),
        sa.Column("episode_id", sa.String(), nullable=True),
        *columns,
        sa.ForeignKeyConstraint(["n"], ["record.n"]),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(f"{name}_of_family", name, ["family_id"], unique=False)
    op.create_index(f"{name}_of_episode", name, ["episode_id"], unique=False)


def _rows(op: Operations, name: str, *columns: sa.Column[object]) -> None:
    """A table with one line for each row of an answer."""
    op.create_table(
        name,
        sa.Column("record_n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["record_n"], ["record.n"]),
    )
    op.create_index(f"{name}_of_record", name, ["record_n"], unique=False)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=True)


def _whole(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=True)


def _flag(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), nullable=True)


def _assessment(op: Operations) -> None:
    _concept(
        op,
        "part_a",
        _text("opened_on"),
        _text("entry_route"),
        _text("referral_source"),
        _text("main_reason"),
        _text("initial_level"),
        _text("next"),
        _whole("nth_eha"),
        _flag("declined"),
    )
    _concept(
        op,
        "part_b",
        _text("started_on"),
        _text("completed_on"),
        _text("level"),
        _text("recommendation"),
        _text("lead_professional"),
        _text("first_taf_on"),
    )
    op.create_index("part_b_completed", "part_b", ["completed_on"], unique=False)
    _rows(
        op,
        "need",
        _text("people"),
        _text("domain"),
        _text("sf"),
        _text("statement"),
        _text("priority"),
        _text("baseline"),
    )
    _rows(
        op,
        "score",
        sa.Column("source", sa.String(), nullable=False),
        _text("domain"),
        _whole("score_family"),
        _whole("score_worker"),
    )


def _agreement(op: Operations) -> None:
    _concept(
        op,
        "agreement",
        _text("given_by"),
        _text("agreed_at"),
        _flag("choice_assessment"),
        _flag("choice_team_around_family"),
        _flag("choice_contact_after_closing"),
        _text("renew_by"),
    )
    _rows(
        op,
        "agreement_sharing",
        _text("agency"),
        _text("choice"),
        _text("limits"),
        _text("date"),
    )
    _rows(
        op,
        "agreement_withdrawal",
        _text("date"),
        _text("by"),
        _text("scope"),
        _text("which"),
    )


def _team(op: Operations) -> None:
    _concept(
        op,
        "taf_meeting",
        _whole("number"),
        _text("kind"),
        _text("date"),
        _text("chair"),
        _text("note_taker"),
        _flag("new_risk"),
        _text("level_now"),
        _text("lead_confirmed"),
        _text("next_step"),
        _text("next_on"),
        _flag("feedback_offered"),
    )
    _rows(
        op,
        "attendance",
        _text("person"),
        _text("role"),
        _text("agency"),
        _text("invited_on"),
        _text("attended"),
        _text("report"),
    )
    _rows(
        op,
        "child_part",
        _text("child"),
        _text("took_part"),
    )
    _rows(
        op,
        "unmet_need",
        _text("need"),
        _text("service_lacking"),
        _text("reason"),
    )
    _rows(
        op,
        "copy_sent",
        _text("to_whom"),
        _text("sent_on"),
    )


def _plan(op: Operations) -> None:
    _concept(
        op,
        "plan",
        _text("start_on"),
        _text("lead"),
        _flag("family_agrees"),
    )
    _rows(
        op,
        "outcome",
        _text("outcome"),
        _text("needs"),
        _text("for_whom"),
        _text("how_we_know"),
        _text("measure"),
        _text("baseline"),
        _text("target"),
        _text("by"),
        _text("status"),
    )
    _rows(
        op,
        "action",
        _text("outcome"),
        _text("what"),
        _text("owned_by"),
        _text("owner"),
        _text("agency"),
        _text("due"),
        _text("status"),
        _text("done_on"),
        _text("result"),
    )
    op.create_index("action_due", "action", ["due"], unique=False)


def _review(op: Operations) -> None:
    _concept(
        op,
        "review",
        _text("date"),
        _text("child_better_off"),
        _flag("drift"),
        _text("level"),
    )
    _rows(
        op,
        "outcome_change",
        _text("outcome"),
        _text("current_value"),
        _text("change"),
        _text("next_status"),
    )
    op.create_index("outcome_change_of_outcome", "outcome_change", ["outcome"], unique=False)


def _ending(op: Operations) -> None:
    _concept(
        op,
        "closure",
        _text("closed_on"),
        _text("outcome"),
        _flag("decided_at_taf"),
        _text("accepted_on"),
        _text("accepted_as"),
        _flag("transfer_sent"),
        _text("follow_up_6m"),
        _text("follow_up_12m"),
    )
    op.create_index("closure_on", "closure", ["closed_on"], unique=False)
    op.create_index("closure_follow_up_6m", "closure", ["follow_up_6m"], unique=False)
    op.create_index("closure_follow_up_12m", "closure", ["follow_up_12m"], unique=False)
    _rows(
        op,
        "feedback_offered",
        _text("who"),
        _text("language"),
        _text("given_on"),
        _text("returned_on"),
    )
    _concept(
        op,
        "step_record",
        _text("type"),
        _text("received_at"),
        _text("rating"),
        _flag("on_both_systems"),
        _text("decision"),
        _text("decided_at"),
        _text("referrer_told_at"),
        _text("level_before"),
        _text("level_after"),
        _text("sent_at"),
        _text("response"),
        _text("response_at"),
        _text("first_taf_on"),
        _text("receiver_accepted_on"),
        _text("stepped_down_from"),
        _text("stepped_down_to"),
    )
    op.create_index("step_received", "step_record", ["received_at"], unique=False)


def _oversight(op: Operations) -> None:
    _concept(
        op,
        "oversight",
        _text("date"),
        _text("manager"),
        _text("trigger"),
        _text("plan_working"),
        _text("child_improving"),
        _flag("pace_right"),
        _text("next_oversight"),
        _text("acknowledged_on"),
    )
    _rows(
        op,
        "oversight_action",
        _text("what"),
        _text("owner"),
        _text("due"),
        _text("done_on"),
    )
    _concept(
        op,
        "chronology_event",
        _text("date_from"),
        _text("date_to"),
        _text("category"),
        _text("event"),
        _text("source"),
        _text("source_kind"),
        _text("impact"),
        _flag("disputed"),
    )
    op.create_index("chronology_in_order", "chronology_event", ["family_id", "date_from"], unique=False)
    _rows(
        op,
        "chronology_person",
        _text("person"),
    )


def _feedback(op: Operations) -> None:
    """New columns, filled from the answers that are there."""
    for column in (
        _text("episode_id"),
        _text("form"),
        _whole("taf_number"),
        _flag("declined"),
        _text("language"),
        _flag("concern"),
        _flag("quote_ok"),
        _text("talk"),
    ):
        op.add_column("feedback", column)
    op.create_index("feedback_received", "feedback", ["received_on"], unique=False)
    op.create_index("feedback_talk", "feedback", ["talk"], unique=False)
    op.execute(_FILL)


_FILL = """
UPDATE feedback SET (episode_id, form, taf_number, declined, language, concern, quote_ok, talk) = (
    SELECT
        episode_id,
        form,
        CASE json_type(fields, '$.taf_number') WHEN 'integer' THEN json_extract(fields, '$.taf_number') END,
        json_extract(fields, '$.declined'),
        json_extract(fields, '$.language'),
        json_extract(fields, '$.concern'),
        json_extract(fields, '$.quote_ok'),
        CASE json_extract(fields, '$.talk_today') WHEN 1 THEN 'today' END
    FROM record WHERE record.n = feedback.n
)
"""

_CHECKLISTS = """
INSERT OR IGNORE INTO checklist (n, id, family_id, stage, own_grade, discussed_on)
SELECT n, id, family_id, json_extract(fields, '$.stage'), CAST(json_extract(fields, '$.own_grade') AS TEXT),
       json_extract(fields, '$.discussed_on')
FROM record WHERE kind = 'self_assessment'
"""
"""The first ehdesk looked for them under another kind, and filled none."""
