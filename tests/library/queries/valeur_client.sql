-- kpi: acheteurs
SELECT acheteurs FROM ca;
-- kpi: ca_brut
SELECT brut FROM ca;
-- kpi: commandes_validees
SELECT commandes FROM ca;
-- kpi: chiffre_affaires
SELECT net FROM ca;
-- kpi: ca_par_client
SELECT rapport(net, acheteurs) FROM ca;
-- kpi: ca_par_client__par_client_actif
SELECT rapport(net, actifs) FROM ca, stocks;
-- kpi: panier_moyen
SELECT rapport(brut, commandes) FROM ca;
-- kpi: panier_moyen__net_remboursements
SELECT rapport(net, commandes) FROM ca;
-- kpi: panier_moyen__mediane
SELECT median(montant_ht::DOUBLE) FROM ventes;
-- kpi: frequence_achat
SELECT rapport(commandes, acheteurs) FROM ca;
-- kpi: marge_par_client
SELECT rapport(net - couts, acheteurs) FROM ca;
-- kpi: marge_par_client__taux_marge
SELECT rapport(net - couts, net) FROM ca;
-- kpi: mrr
SELECT coalesce(sum(mrr), 0) FROM restants;
-- kpi: revenu_mensuel_moyen_par_client
SELECT rapport((SELECT sum(mrr) FROM restants), fin) FROM stocks;
-- kpi: duree_vie_moyenne_client
SELECT rapport(debut, perdus) FROM stocks;
-- kpi: duree_vie_moyenne_client__anciennete_partis_jours
SELECT avg(jours) FROM (SELECT max(valid_to) - min(valid_from) AS jours FROM abonnements WHERE client_id IN (FROM perdus) AND valid_from < e() GROUP BY client_id);
-- kpi: valeur_vie_client
SELECT rapport(brut, commandes) * rapport(commandes, acheteurs) * rapport(debut, perdus) FROM ca, stocks;
-- kpi: part_de_marche
SELECT rapport(net, (SELECT sum(ca_marche) FROM marche WHERE dans_jours(mois))) FROM ca;
-- kpi: taux_penetration_marche
SELECT rapport(fin, (SELECT sum(clients_potentiels) FROM marche WHERE dans_jours(mois))) FROM stocks;
-- kpi: part_portefeuille_client
SELECT rapport((SELECT coalesce(sum(montant_ht), 0) FROM ventes WHERE client_id IN (SELECT client_id FROM panel)) - (SELECT coalesce(sum(montant_ht), 0) FROM retours WHERE client_id IN (SELECT client_id FROM panel)), sum(depenses)) FROM panel;
-- kpi: roi_actions_crm
SELECT rapport((SELECT coalesce(sum(montant_ht - cout_ht), 0) FROM ventes WHERE campagne IN (SELECT campagne FROM depenses WHERE poste = 'crm')) - sum(montant), sum(montant)) FROM depenses WHERE poste = 'crm' AND dans_jours(jour);
-- kpi: roi_actions_crm__sur_ca
SELECT rapport((SELECT coalesce(sum(montant_ht), 0) FROM ventes WHERE campagne IN (SELECT campagne FROM depenses WHERE poste = 'crm')), sum(montant)) FROM depenses WHERE poste = 'crm' AND dans_jours(jour);
