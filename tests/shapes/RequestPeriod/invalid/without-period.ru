# expect: psgsh:RequestPeriod sh:SPARQLConstraintComponent
# The requests are counted, but not over which period.
DELETE WHERE { <id/service/example> psg:requestPeriod ?period }
