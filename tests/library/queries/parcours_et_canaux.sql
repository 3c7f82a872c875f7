-- kpi: taux_conversion
SELECT rapport(count(DISTINCT visiteur_id) FILTER (actions_cibles > 0), count(DISTINCT visiteur_id)) FROM visites WHERE dans(debut_le);
-- kpi: taux_conversion__actions_par_visiteur
SELECT rapport(sum(actions_cibles), count(DISTINCT visiteur_id)) FROM visites WHERE dans(debut_le);
-- kpi: taux_conversion__par_visite
SELECT rapport(count(*) FILTER (actions_cibles > 0), count(*)) FROM visites WHERE dans(debut_le);
-- kpi: taux_transformation
SELECT rapport(count(*) FILTER (converti_le >= appel_le AND converti_le < appel_le + INTERVAL 90 DAY), count(*)) FROM premiers_appels LEFT JOIN prospects USING (prospect_id);
-- kpi: taux_transformation__litteral
SELECT rapport((SELECT count(*) FROM prospects WHERE dans(converti_le)), count(*)) FROM contacts WHERE prospect_id IS NOT NULL AND dans(debut_le);
-- kpi: taux_abandon_panier
SELECT rapport(count(*) FILTER (NOT coalesce(epoch(commande_le) < epoch(cree_le) + 86400, false)), count(*)) FROM remplis;
-- kpi: taux_abandon_panier__paiement
SELECT rapport(count(*) FILTER (NOT coalesce(epoch(commande_le) < epoch(cree_le) + 86400, false)), count(*)) FROM remplis WHERE paiement_commence_le IS NOT NULL;
-- kpi: taux_recuperation_paniers
SELECT rapport(count(*) FILTER (commande_le < cree_le + INTERVAL 30 DAY), count(*)) FROM remplis WHERE NOT coalesce(epoch(commande_le) < epoch(cree_le) + 86400, false);
-- kpi: taux_recuperation_paniers__relances
SELECT rapport(count(*) FILTER (commande_le < cree_le + INTERVAL 30 DAY), count(*)) FROM remplis WHERE relance_le IS NOT NULL AND NOT coalesce(epoch(commande_le) < epoch(cree_le) + 86400, false);
-- kpi: taux_clic
SELECT rapport(sum(clics), sum(impressions)) FROM diffusions WHERE dans_jours(jour);
-- kpi: taux_rebond
SELECT rapport(count(*) FILTER (pages_vues = 1), count(*)) FROM visites WHERE dans(debut_le);
-- kpi: taux_rebond__non_engagees
SELECT rapport(count(*) FILTER (NOT engagee), count(*)) FROM visites WHERE dans(debut_le);
-- kpi: taux_escalade_humain
SELECT rapport(count(escaladee_le), count(*)) FROM recues WHERE automatisee;
-- kpi: taux_reussite_auto_assistance
SELECT rapport(count(*) FILTER (resolue_le IS NOT NULL AND escaladee_le IS NULL AND NOT EXISTS (SELECT 1 FROM demandes h WHERE h.client_id = r.client_id AND NOT h.automatisee AND h.recue_le > r.recue_le AND epoch(h.recue_le) < epoch(r.recue_le) + 172800)), count(*)) FROM recues r WHERE automatisee;
-- kpi: taux_reussite_auto_assistance__sans_fenetre
SELECT rapport(count(*) FILTER (resolue_le IS NOT NULL AND escaladee_le IS NULL), count(*)) FROM recues WHERE automatisee;
