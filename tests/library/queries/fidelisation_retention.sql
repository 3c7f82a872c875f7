-- kpi: clients_debut
SELECT debut FROM stocks;
-- kpi: clients_fin
SELECT fin FROM stocks;
-- kpi: clients_moyens
SELECT (debut + fin) / 2 FROM stocks;
-- kpi: clients_actifs_periode
SELECT actifs FROM stocks;
-- kpi: clients_retenus
SELECT retenus FROM stocks;
-- kpi: clients_perdus
SELECT perdus FROM stocks;
-- kpi: clients_ephemeres
SELECT count(*) FROM nouveaux WHERE client_id NOT IN (FROM a_la_fin);
-- kpi: clients_reactives
SELECT count(*) FROM a_la_fin WHERE client_id NOT IN (FROM au_debut) AND client_id NOT IN (FROM nouveaux);
-- kpi: taux_retention_client
SELECT rapport(retenus, debut) FROM stocks;
-- kpi: taux_retention_client__comptable
SELECT rapport(fin - nouveaux, debut) FROM stocks;
-- kpi: taux_attrition_client
SELECT rapport(perdus, debut) FROM stocks;
-- kpi: taux_attrition_client__stock_moyen
SELECT rapport(2 * perdus, debut + fin) FROM stocks;
-- kpi: taux_attrition_client__revenu
SELECT rapport(sum(greatest(debut - fin, 0)), (SELECT sum(mrr) FROM ouverts)) FROM revenus;
-- kpi: taux_attrition_client__revenu_departs
SELECT rapport(sum(debut) FILTER (NOT reste), (SELECT sum(mrr) FROM ouverts)) FROM revenus;
-- kpi: taux_fidelite_client
SELECT rapport(count(*) FILTER (n >= 2), count(*)) FROM (SELECT count(*) AS n FROM commandes WHERE statut = 'validee' AND client_id IS NOT NULL AND passee_le >= (e() - INTERVAL 12 MONTH)::TIMESTAMPTZ AND passee_le < e()::TIMESTAMPTZ GROUP BY client_id);
-- kpi: taux_reachat
SELECT rapport(count(*) FILTER (n >= 2), count(*)) FROM (SELECT count(*) AS n FROM commandes WHERE statut = 'validee' AND client_id IN (SELECT client_id FROM ventes) AND passee_le < e()::TIMESTAMPTZ GROUP BY client_id);
-- kpi: taux_retention_valeur
SELECT rapport(sum(fin) FILTER (present), (SELECT sum(mrr) FROM ouverts)) FROM revenus;
-- kpi: taux_retention_valeur__brute
SELECT rapport(sum(least(debut, fin)), (SELECT sum(mrr) FROM ouverts)) FROM revenus;
-- kpi: taux_retention_valeur__litteral
SELECT rapport((SELECT sum(mrr) FROM restants), (SELECT sum(mrr) FROM ouverts));
-- kpi: valeur_retention_client
SELECT coalesce(sum(CASE WHEN reste THEN debut ELSE -debut END), 0) FROM revenus;
-- kpi: valeur_retention_client__retenue
SELECT coalesce(sum(debut) FILTER (reste), 0) FROM revenus;
