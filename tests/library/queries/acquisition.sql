-- kpi: nouveaux_prospects
SELECT count(*) FROM prospects WHERE dans(cree_le);
-- kpi: leads_generes
SELECT count(*) FROM prospects WHERE dans(qualifie_le);
-- kpi: nombre_prospects_convertis
SELECT count(*) FROM prospects WHERE dans(converti_le);
-- kpi: taux_conversion_leads_clients
SELECT rapport(count(*) FILTER (converti_le >= qualifie_le AND converti_le < qualifie_le + INTERVAL 90 DAY), count(*)) FROM prospects WHERE dans(qualifie_le);
-- kpi: taux_conversion_leads_clients__periode
SELECT rapport(count(*) FILTER (dans(converti_le)), count(*) FILTER (dans(qualifie_le))) FROM prospects;
-- kpi: taux_conversion_prospects_clients
SELECT rapport(count(*) FILTER (converti_le >= cree_le AND converti_le < cree_le + INTERVAL 90 DAY), count(*)) FROM prospects WHERE dans(cree_le);
-- kpi: taux_conversion_opportunites
SELECT rapport(count(*) FILTER (issue = 'gagnee'), count(*)) FROM opportunites WHERE dans(cloturee_le);
-- kpi: taux_conversion_opportunites__montant
SELECT rapport(coalesce(sum(montant) FILTER (issue = 'gagnee'), 0), sum(montant)) FROM opportunites WHERE dans(cloturee_le);
-- kpi: taux_conversion_opportunites__cohorte
SELECT rapport(count(*) FILTER (issue = 'gagnee'), count(*)) FROM opportunites WHERE dans(ouverte_le);
-- kpi: taux_conversion_visiteurs_leads
SELECT rapport(count(DISTINCT visiteur_id) FILTER (visiteur_id IN (SELECT visiteur_id FROM prospects WHERE dans(qualifie_le))), count(DISTINCT visiteur_id)) FROM visites WHERE dans(debut_le);
-- kpi: taux_conversion_visiteurs_leads__litteral
SELECT rapport((SELECT count(*) FROM prospects WHERE dans(qualifie_le)), count(DISTINCT visiteur_id)) FROM visites WHERE dans(debut_le);
-- kpi: nouveaux_clients
SELECT nouveaux FROM stocks;
-- kpi: cout_acquisition_client
SELECT rapport((SELECT sum(montant) FROM depenses WHERE dans_jours(jour) AND poste IN ('marketing', 'commercial')), nouveaux) FROM stocks;
-- kpi: cout_acquisition_client__marketing_seul
SELECT rapport((SELECT sum(montant) FROM depenses WHERE dans_jours(jour) AND poste = 'marketing'), nouveaux) FROM stocks;
-- kpi: cout_par_lead
SELECT rapport((SELECT sum(montant) FROM depenses WHERE dans_jours(jour) AND poste = 'marketing'), (SELECT count(*) FROM prospects WHERE dans(qualifie_le)));
-- kpi: taux_croissance_clients
SELECT rapport(fin - debut, debut) FROM stocks;
-- kpi: taux_croissance_clients__brute
SELECT rapport(nouveaux, debut) FROM stocks;
