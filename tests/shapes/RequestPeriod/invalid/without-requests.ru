# expect: psgsh:RequestPeriod sh:SPARQLConstraintComponent
# A period is given, but no number of requests.
DELETE WHERE { <id/service/example> psg:requestsPerPeriod ?requests }
