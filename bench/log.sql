-- A log of :rows decisions: 400 reps under 50 managers, 60,000 deals, 40 playbooks of which few speak often, traces of
-- a kilobyte. One in five delivered a card, whose note was written; half of those cards were acknowledged.
SET synchronous_commit = off;
INSERT INTO deal (org_id, opportunity_id, wanted, done, fence, attempts, crashes, due_at, waiting_since, sentence, gone, name,
  owner_id, closed, decided_at)
SELECT '00D000000000001EAA', '006' || lpad(deal::text, 12, '0') || 'AAA', 1, 1, 1, 0, 0, now(), now(), '', false,
  'Meridian Labs ' || deal, '005' || lpad((deal * 31 % 400)::text, 12, '0') || 'AAA', false, now()
FROM generate_series(0, 59999) deal;
INSERT INTO event (id, org_id, source, source_event_id, kind, opportunity_id, received_at)
SELECT n, '00D000000000001EAA', 'json', 'evt-' || n, 'changed', '006' || lpad((n * 7919 % 60000)::text, 12, '0') || 'AAA',
  now() - (:rows - n) * interval '63 seconds' - interval '2 seconds'
FROM generate_series(1::bigint, :rows) n;
CREATE TEMP TABLE made AS
SELECT n, deal, deal * 31 % 400 AS rep, 1 + floor(40 * power(random(), 2))::int AS book,
  (ARRAY['deliver', 'hold_back', 'hold_back', 'hold_back', 'retire'])[1 + n * 3 % 5] AS verdict,
  CASE WHEN random() < 0.001 THEN 9 ELSE 1 + floor(random() * 8)::int END AS stage,
  random() AS luck, md5(n::text) || md5((n + 1)::text) AS key
FROM (SELECT n, (n * 7919 + n / 60000) % 60000 AS deal FROM generate_series(1::bigint, :rows) n) numbers;
INSERT INTO decision (id, org_id, at, opportunity_id, event_id, deal_name, owner_id, owner_name, manager_id, stage,
  stage_before, amount, currency, worth, product_families, playbook, card, card_key, occasion, verdict, reason, detail,
  minutes, library, trace)
SELECT n, '00D000000000001EAA', now() - (:rows - n) * interval '63 seconds', '006' || lpad(deal::text, 12, '0') || 'AAA', n,
  (ARRAY['Meridian', 'Borealis', 'Cascade', 'Delphi', 'Everest', 'Fjord', 'Glacier', 'Harbour', 'Iris', 'Juniper',
    'Kestrel', 'Lumen'])[1 + deal % 12] || ' ' || (ARRAY['Labs', 'Clinic', 'Hospital', 'Diagnostics', 'Pharma', 'Institute',
    'Care', 'Research'])[1 + deal / 12 % 8] || ' ' || (ARRAY['cell counters', 'imaging suite', 'service renewal', 'pipettes',
    'sequencer', 'training', 'reagents'])[1 + deal / 96 % 7] || ' ' || deal,
  '005' || lpad(rep::text, 12, '0') || 'AAA', 'Person ' || lpad((rep * 7919 % 400)::text, 3, '0'),
  '005' || lpad((1000 + rep / 8)::text, 12, '0') || 'AAA',
  (ARRAY['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers',
    'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won', 'Perception Analysis'])[stage],
  'Qualification', 1000 + deal * 7919 % 900000, (ARRAY['EUR', 'USD', 'GBP', 'EUR', 'EUR'])[1 + deal % 5],
  1000 + deal * 7919 % 900000,
  CASE WHEN deal % 500 = 0 THEN ARRAY['Sequencing'] ELSE (ARRAY['{Imaging}', '{Imaging,Service}', '{Service}', '{Reagents}',
    '{}', '{Reagents,Service}', '{Imaging}'])[1 + deal % 7]::text[] END,
  'playbook-' || book, CASE WHEN verdict = 'deliver' THEN 'first' END, CASE WHEN verdict = 'deliver' THEN key END,
  (verdict = 'deliver')::int, verdict,
  CASE verdict WHEN 'deliver' THEN 'applies' WHEN 'retire' THEN (ARRAY['no_longer_applies', 'deal_closed'])[1 + n % 2]
    ELSE (ARRAY['cooldown', 'mastered', 'draft', 'missing_data', 'weekly_minutes', 'not_in_audience', 'daily_cap', 'deal_cap',
      'outranked', 'snoozed'])[1 + least(9, (ln(1 + luck * 1000) * 1.5)::int)] END,
  '22 of 24 minutes used this week; this card takes 1.3.', 2.5, repeat('a', 64),
  json_build_object('condition', 'all', 'expected', 'all of these', 'found', '4 of 5 true', 'truth', 'true', 'missing',
    '[]'::json, 'parts', (SELECT json_agg(json_build_object('condition', 'condition ' || i, 'expected', 'is Proposal/Price '
    'Quote or Negotiation/Review', 'found', n * i || ' was found on the deal', 'truth', 'true', 'parts', '[]'::json, 'missing',
    '[]'::json)) FROM generate_series(1, 5) i))
FROM made;
UPDATE decision SET deal_folded = lower(deal_name), account_name = '', account_folded = '';
INSERT INTO card (key, org_id, opportunity_id, playbook, name, occasion, title, blocks, why, minutes, charged, owner_id,
  state, opened_at)
SELECT card_key, org_id, opportunity_id, playbook, card, 1, 'Before you offer a discount ' || id,
  '[{"kind": "tip", "heading": "Tip", "lines": [{"runs": [{"text": "Ask for something first."}]}]}]', 'The deal is at Proposal.', 2.5, 2.5,
  owner_id, CASE WHEN id % 2 = 0 THEN 'open' ELSE 'retired' END, at
FROM decision WHERE verdict = 'deliver';
INSERT INTO card_progress (card_key, org_id, opportunity_id, rep_id, playbook, skill, card, delivered_at, minutes, opened_at,
  acknowledged_at, done_at, dismissed_at, dismissal, adherence)
SELECT key, card.org_id, opportunity_id, owner_id, playbook, 'skill ' || length(playbook) || right(playbook, 1), name, card.opened_at, charged,
  CASE WHEN luck < 0.7 THEN card.opened_at + interval '1 hour' END,
  CASE WHEN luck < 0.5 THEN card.opened_at + interval '2 hours' END,
  CASE WHEN luck < 0.3 THEN card.opened_at + interval '3 hours' END,
  CASE WHEN luck BETWEEN 0.3 AND 0.302 THEN card.opened_at + interval '2 hours' END,
  CASE WHEN luck BETWEEN 0.3 AND 0.302 THEN 'wrong' END, CASE WHEN luck < 0.2 THEN 'seen' ELSE 'waiting' END
FROM card JOIN made USING (key);
INSERT INTO delivery (key, org_id, opportunity_id, channel, target, title, body, live, language, leaves, returns, sha, wanted_at,
  written_sha, written_at, remote_id, details, state, fence, attempts, crashes, due_at, code, sentence)
SELECT key, org_id, opportunity_id, 'note', opportunity_id, title, '[{"runs": [{"text": "Ask for something first."}]}]', true, 'en', false, false, 'sha',
  opened_at, 'sha', opened_at, '069', '{"link_id": "06A"}', 'written', 1, 0, 0, opened_at, '', ''
FROM card;
INSERT INTO attempt (delivery_key, number, action, worker, started_at, settled_at, outcome, code, sentence)
SELECT key, 1, 'create', 'w', opened_at, opened_at + interval '1 second', 'written', '', '' FROM card;
INSERT INTO rep (org_id, id, name, active)
SELECT DISTINCT org_id, owner_id, owner_name, true FROM decision;
INSERT INTO person (org_id, id, name, username, active, manager_id)
SELECT DISTINCT org_id, owner_id, owner_name, owner_id, true, manager_id FROM decision;
INSERT INTO person (org_id, id, name, username, active)
SELECT DISTINCT '00D000000000001EAA', manager_id, 'Manager ' || manager_id, manager_id, true FROM decision;
INSERT INTO feed (org_id, position, kind, ref, rep_id, at) SELECT org_id, id, 'decision', id, owner_id, at FROM decision;
INSERT INTO feed_head (org_id, position, gone_through) SELECT '00D000000000001EAA', :rows, 0
