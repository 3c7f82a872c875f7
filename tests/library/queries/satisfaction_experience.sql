-- kpi: csat
SELECT rapport(count(*) FILTER (note >= 4), count(note)) FROM reponses WHERE type = 'csat';
-- kpi: csat__moyenne
SELECT avg(note) FROM reponses WHERE type = 'csat';
-- kpi: csat__net
SELECT rapport(count(*) FILTER (note >= 4) - count(*) FILTER (note <= 2), count(note)) FROM reponses WHERE type = 'csat';
-- kpi: taux_satisfaction_service_client
SELECT rapport(count(*) FILTER (note >= 4), count(note)) FROM reponses WHERE type = 'csat' AND perimetre = 'service';
-- kpi: taux_satisfaction_service_client__sur_interroges
SELECT rapport((SELECT count(*) FROM reponses WHERE type = 'csat' AND perimetre = 'service' AND note >= 4), count(*)) FROM enquetes WHERE type = 'csat' AND perimetre = 'service' AND dans(envoyee_le);
-- kpi: nps
SELECT 100 * rapport(count(*) FILTER (note >= 9) - count(*) FILTER (note <= 6), count(note)) FROM reponses WHERE type = 'nps' AND perimetre = 'relationnel';
-- kpi: nps_service_client
SELECT 100 * rapport(count(*) FILTER (note >= 9) - count(*) FILTER (note <= 6), count(note)) FROM reponses WHERE type = 'nps' AND perimetre = 'service';
-- kpi: ces
SELECT avg(note) FROM reponses WHERE type = 'ces';
-- kpi: ces__part_facile
SELECT rapport(count(*) FILTER (note >= 5), count(note)) FROM reponses WHERE type = 'ces';
-- kpi: ces__effort_inverse
SELECT avg(8 - note) FROM reponses WHERE type = 'ces';
-- kpi: nombre_plaintes
SELECT (SELECT count(*) FROM recues WHERE type = 'reclamation') + (SELECT count(*) FROM reponses WHERE type = 'csat' AND note <= 2);
-- kpi: nombre_plaintes__reclamations
SELECT count(*) FROM recues WHERE type = 'reclamation';
-- kpi: taux_engagement_client
SELECT rapport((SELECT count(DISTINCT client_id) FROM contacts WHERE sens = 'entrant' AND dans(debut_le) AND client_id IN (FROM actifs)), actifs) FROM stocks;
-- kpi: taux_recommandation
SELECT rapport((SELECT count(DISTINCT parrain_id) FROM clients WHERE client_id IN (FROM nouveaux) AND parrain_id IN (FROM au_debut)), debut) FROM stocks;
