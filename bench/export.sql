-- A log of :rows decisions over 2,000 reps and 100,000 deals; one in five delivered a card, with its note and response.
SET synchronous_commit = off;
INSERT INTO card (key, org_id, opportunity_id, playbook, name, occasion, title, blocks, why, minutes, charged, owner_id, state, opened_at)
SELECT md5(n::text) || md5(n::text), '00D000000000001EAA', '006' || lpad((n % 100000)::text, 12, '0') || 'AAA',
  'playbook-' || (n % 40), 'first', n / 100000 + 1, 'Before you offer a discount ' || n,
  '[{"kind": "tip", "heading": "Tip", "html": "<p>Ask for something first.</p>"}]', 'The deal is at Proposal.', 2.5, 2.5,
  '005' || lpad((n % 2000)::text, 12, '0') || 'AAA', 'open', now() - n * interval '1 minute'
FROM generate_series(1, :rows / 5) n;
INSERT INTO card_progress (card_key, org_id, opportunity_id, rep_id, playbook, card, delivered_at, minutes, opened_at, acknowledged_at)
SELECT key, org_id, opportunity_id, owner_id, playbook, name, opened_at, charged, opened_at + interval '1 hour',
  opened_at + interval '2 hours'
FROM card;
INSERT INTO note (key, org_id, opportunity_id, title, html, live, sha, wanted_at, written_sha, written_at, note_id, link_id, state, fence, attempts, crashes, due_at, code, sentence)
SELECT key, org_id, opportunity_id, title, '<p>Ask for something first.</p>', true, 'sha', opened_at, 'sha', opened_at,
  '069', '06A', 'written', 1, 0, 0, opened_at, '', ''
FROM card;
INSERT INTO decision (org_id, at, opportunity_id, deal_name, owner_id, owner_name, manager_id, stage, stage_before, amount, currency, worth, product_families, playbook, card, card_key, occasion, verdict, reason, detail, minutes, library)
SELECT '00D000000000001EAA', now() - n * interval '12 seconds', '006' || lpad((n % 100000)::text, 12, '0') || 'AAA',
  'Meridian Labs cell counters ' || (n % 100000), '005' || lpad((n % 2000)::text, 12, '0') || 'AAA',
  'Person Number ' || (n % 2000), '005' || lpad((n % 200 + 5000)::text, 12, '0') || 'AAA',
  (ARRAY['Prospecting', 'Qualification', 'Proposal/Price Quote', 'Negotiation/Review'])[n % 4 + 1], 'Prospecting',
  (n % 500) * 1000.25, 'EUR', (n % 500) * 1000.25, ARRAY['Imaging', 'Service'], 'playbook-' || (n % 40),
  CASE WHEN n % 5 = 0 THEN 'first' END, CASE WHEN n % 5 = 0 THEN md5((n / 5)::text) || md5((n / 5)::text) END,
  (n % 5 = 0)::int, CASE WHEN n % 5 = 0 THEN 'deliver' ELSE 'hold_back' END,
  CASE WHEN n % 5 = 0 THEN 'applies' ELSE (ARRAY['cooldown', 'weekly_minutes', 'outranked', 'missing_data'])[n % 4 + 1] END,
  '22 of 24 minutes used this week.', 2.5, 'lib'
FROM generate_series(1, :rows) n ORDER BY n DESC;
ANALYZE
