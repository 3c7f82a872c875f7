-- kpi: delai_moyen_premiere_reponse
SELECT avg(reponse_s) FROM humaines;
-- kpi: delai_moyen_premiere_reponse__litteral
SELECT rapport(sum(reponse_s), count(*)) FROM humaines;
-- kpi: delai_moyen_premiere_reponse__mediane
SELECT median(reponse_s) FROM humaines;
-- kpi: delai_moyen_premiere_reponse__p90
SELECT quantile_cont(reponse_s, 0.9) FROM humaines;
-- kpi: delai_moyen_premiere_reponse__avec_automates
SELECT avg(epoch(premiere_reponse_le) - epoch(recue_le)) FROM recues;
-- kpi: delai_moyen_resolution
SELECT avg(resolution_s) FROM resolues WHERE NOT automatisee;
-- kpi: temps_traitement_reclamations
SELECT avg(resolution_s) FROM resolues WHERE NOT automatisee AND type = 'reclamation';
-- kpi: nombre_reclamations_resolues
SELECT count(*) FROM resolues WHERE type = 'reclamation';
-- kpi: duree_moyenne_traitement
SELECT rapport(sum(conversation_s + coalesce(post_appel_s, 0)), count(DISTINCT demande_id)) FROM traites;
-- kpi: duree_moyenne_traitement__par_contact
SELECT rapport(sum(conversation_s + coalesce(post_appel_s, 0)), count(*)) FROM traites;
-- kpi: duree_moyenne_traitement__hors_post_appel
SELECT rapport(sum(conversation_s), count(DISTINCT demande_id)) FROM traites;
-- kpi: taux_resolution_premier_contact
SELECT rapport(count(*) FILTER (resolue_le IS NOT NULL AND rouverte_le IS NULL AND entrants = 1), count(*)) FROM humaines;
-- kpi: taux_resolution_premier_contact__sur_resolues
SELECT rapport(count(*) FILTER (rouverte_le IS NULL AND entrants = 1), count(*)) FROM humaines WHERE resolue_le IS NOT NULL;
-- kpi: once_and_done
SELECT rapport(count(*) FILTER (resolue_le IS NOT NULL AND rouverte_le IS NULL AND entrants = 1 AND contacts = 1), count(*)) FROM humaines;
-- kpi: taux_resolution_problemes
SELECT rapport(count(*) FILTER (resolue_le IS NOT NULL AND (rouverte_le IS NULL OR rouverte_le <= resolue_le)), count(*)) FROM recues;
-- kpi: taux_resolution_problemes__periode
SELECT rapport((SELECT count(*) FROM resolues), count(*)) FROM recues;
-- kpi: taux_abandon_appels
SELECT rapport(count(*) FILTER (abandonne), count(*)) FROM appels_recus;
-- kpi: taux_abandon_appels__hors_abandons_courts
SELECT rapport(count(*) FILTER (abandonne AND attente_s >= 5), count(*) - count(*) FILTER (abandonne AND attente_s < 5)) FROM appels_recus;
-- kpi: nombre_appels_effectues
SELECT count(*) FROM contacts WHERE canal = 'telephone' AND sens = 'sortant' AND dans(debut_le);
-- kpi: nombre_rappels_suivi
SELECT count(*) FROM contacts WHERE sens = 'sortant' AND motif IN ('suivi', 'rappel') AND dans(debut_le);
-- kpi: taux_contacts_argumentes
SELECT rapport(count(*) FILTER (argumente), count(*)) FROM contacts WHERE canal = 'telephone' AND motif = 'prospection' AND decroche AND dans(debut_le);
