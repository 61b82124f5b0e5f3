# expect: psgsh:EncounterNotGrouped sh:SPARQLConstraintComponent
# The service is met during an event that does not group it.
DELETE WHERE { <id/encounter/example> psg:encounterOf ?event } ;
INSERT DATA { <id/encounter/example> psg:encounterOf <id/business-event/first> }
