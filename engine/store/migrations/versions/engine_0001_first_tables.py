"""The engine's first tables."""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "engine_0001"
down_revision = None
branch_labels = ("engine",)
depends_on = None


def upgrade() -> None:
    op.create_table('engine_bundles',
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('digest')
    )
    op.create_table('engine_cases',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('process_key', sa.Text(), nullable=False),
    sa.Column('process_version', sa.Integer(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('business_key', sa.Text(), nullable=True),
    sa.Column('case_group', sa.Text(), nullable=True),
    sa.Column('state', engine.store.types.Document(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('audit_seq', sa.Integer(), nullable=False),
    sa.Column('audit_hash', sa.Text(), nullable=False),
    sa.Column('open_incidents', sa.Integer(), nullable=False),
    sa.Column('started_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('started_by', sa.Text(), nullable=False),
    sa.Column('ended_at', engine.store.types.Instant(length=27), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('engine_cases_business_key', 'engine_cases', ['business_key'], unique=False)
    op.create_index('engine_cases_group', 'engine_cases', ['case_group'], unique=False)
    op.create_index('engine_cases_process', 'engine_cases', ['process_key', 'status'], unique=False)
    op.create_table('engine_definitions',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('deployed_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('deployed_by', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'version')
    )
    op.create_table('engine_events',
    sa.Column('stream', sa.Text(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('element_id', sa.Text(), nullable=True),
    sa.Column('element_type', sa.Text(), nullable=True),
    sa.Column('process_key', sa.Text(), nullable=True),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('stream', 'seq')
    )
    op.create_table('engine_exclusions',
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'user_id')
    )
    op.create_index('engine_exclusions_user', 'engine_exclusions', ['user_id'], unique=False)
    op.create_table('engine_idempotency',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('command', sa.Text(), nullable=False),
    sa.Column('answer', engine.store.types.Document(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_index('engine_idempotency_at', 'engine_idempotency', ['at'], unique=False)
    op.create_table('engine_incidents',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('element_id', sa.Text(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=True),
    sa.Column('command', engine.store.types.Document(), nullable=False),
    sa.Column('raised_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('raised_by', sa.Text(), nullable=False),
    sa.Column('resolved_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('resolved_by', sa.Text(), nullable=True),
    sa.Column('resolution', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('engine_incidents_case', 'engine_incidents', ['case_id', 'resolved_at'], unique=False)
    op.create_index('engine_incidents_subject', 'engine_incidents', ['subject'], unique=False)
    op.create_table('engine_messages',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('payload', engine.store.types.Document(), nullable=False),
    sa.Column('correlation', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Text(), nullable=True),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('sent_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('expires_at', engine.store.types.Instant(length=27), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('engine_messages_expiry', 'engine_messages', ['expires_at'], unique=False)
    op.create_index('engine_messages_name', 'engine_messages', ['name'], unique=False)
    op.create_table('engine_outbox',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('payload', engine.store.types.Document(), nullable=False),
    sa.Column('case_id', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('due_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('done_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('lease_until', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    op.create_index('engine_outbox_case', 'engine_outbox', ['case_id'], unique=False)
    op.create_index('engine_outbox_due', 'engine_outbox', ['due_at', 'id'], unique=False, postgresql_where=sa.text("state = 'waiting'"), sqlite_where=sa.text("state = 'waiting'"))
    op.create_table('engine_starts',
    sa.Column('process_key', sa.Text(), nullable=False),
    sa.Column('start_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('process_key', 'start_id', 'kind', 'name')
    )
    op.create_index('engine_starts_name', 'engine_starts', ['kind', 'name'], unique=False)
    op.create_table('engine_streams',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('engine_tasks',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('element_id', sa.Text(), nullable=False),
    sa.Column('process_key', sa.Text(), nullable=False),
    sa.Column('process_version', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=True),
    sa.Column('assigned_to', sa.Text(), nullable=True),
    sa.Column('claimed_by', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('form', sa.Text(), nullable=True),
    sa.Column('is_decision', sa.Boolean(), nullable=False),
    sa.Column('not_performer_of', sa.Text(), nullable=True),
    sa.Column('escalate_to', sa.Text(), nullable=True),
    sa.Column('item_index', sa.Integer(), nullable=True),
    sa.Column('created_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('due_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('sort_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('completed_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('completed_by', sa.Text(), nullable=True),
    sa.Column('escalated_at', engine.store.types.Instant(length=27), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('engine_tasks_assigned', 'engine_tasks', ['assigned_to'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('engine_tasks_case', 'engine_tasks', ['case_id', 'element_id'], unique=False)
    op.create_index('engine_tasks_claimed', 'engine_tasks', ['claimed_by'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('engine_tasks_free', 'engine_tasks', ['role', 'assigned_to', 'sort_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('engine_tasks_role', 'engine_tasks', ['role', 'sort_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('engine_tasks_sort', 'engine_tasks', ['sort_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_table('engine_ticks',
    sa.Column('node', sa.Text(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.PrimaryKeyConstraint('node')
    )
    op.create_table('engine_waits',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Text(), nullable=True),
    sa.Column('task_id', sa.Text(), nullable=True),
    sa.Column('process_key', sa.Text(), nullable=True),
    sa.Column('element_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('due_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('remaining', sa.Integer(), nullable=True),
    sa.Column('correlation', sa.Text(), nullable=True),
    sa.Column('created_at', engine.store.types.Instant(length=27), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('engine_waits_case', 'engine_waits', ['case_id'], unique=False)
    op.create_index('engine_waits_due', 'engine_waits', ['due_at', 'id'], unique=False, postgresql_where=sa.text("state = 'waiting' AND due_at IS NOT NULL"), sqlite_where=sa.text("state = 'waiting' AND due_at IS NOT NULL"))
    op.create_index('engine_waits_name', 'engine_waits', ['kind', 'name', 'correlation'], unique=False, postgresql_where=sa.text('due_at IS NULL'), sqlite_where=sa.text('due_at IS NULL'))
    op.create_index('engine_waits_task', 'engine_waits', ['task_id'], unique=False)



def downgrade() -> None:
    op.drop_index('engine_waits_task', table_name='engine_waits')
    op.drop_index('engine_waits_name', table_name='engine_waits', postgresql_where=sa.text('due_at IS NULL'), sqlite_where=sa.text('due_at IS NULL'))
    op.drop_index('engine_waits_due', table_name='engine_waits', postgresql_where=sa.text("state = 'waiting' AND due_at IS NOT NULL"), sqlite_where=sa.text("state = 'waiting' AND due_at IS NOT NULL"))
    op.drop_index('engine_waits_case', table_name='engine_waits')
    op.drop_table('engine_waits')
    op.drop_table('engine_ticks')
    op.drop_index('engine_tasks_sort', table_name='engine_tasks', postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.drop_index('engine_tasks_role', table_name='engine_tasks', postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.drop_index('engine_tasks_free', table_name='engine_tasks', postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.drop_index('engine_tasks_claimed', table_name='engine_tasks', postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.drop_index('engine_tasks_case', table_name='engine_tasks')
    op.drop_index('engine_tasks_assigned', table_name='engine_tasks', postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.drop_table('engine_tasks')
    op.drop_table('engine_streams')
    op.drop_index('engine_starts_name', table_name='engine_starts')
    op.drop_table('engine_starts')
    op.drop_index('engine_outbox_due', table_name='engine_outbox', postgresql_where=sa.text("state = 'waiting'"), sqlite_where=sa.text("state = 'waiting'"))
    op.drop_index('engine_outbox_case', table_name='engine_outbox')
    op.drop_table('engine_outbox')
    op.drop_index('engine_messages_name', table_name='engine_messages')
    op.drop_index('engine_messages_expiry', table_name='engine_messages')
    op.drop_table('engine_messages')
    op.drop_index('engine_incidents_subject', table_name='engine_incidents')
    op.drop_index('engine_incidents_case', table_name='engine_incidents')
    op.drop_table('engine_incidents')
    op.drop_index('engine_idempotency_at', table_name='engine_idempotency')
    op.drop_table('engine_idempotency')
    op.drop_index('engine_exclusions_user', table_name='engine_exclusions')
    op.drop_table('engine_exclusions')
    op.drop_table('engine_events')
    op.drop_table('engine_definitions')
    op.drop_index('engine_cases_process', table_name='engine_cases')
    op.drop_index('engine_cases_group', table_name='engine_cases')
    op.drop_index('engine_cases_business_key', table_name='engine_cases')
    op.drop_table('engine_cases')
    op.drop_table('engine_bundles')

