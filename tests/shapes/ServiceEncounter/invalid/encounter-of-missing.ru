# expect: psgsh:ServiceEncounter-encounterOf sh:MinCountConstraintComponent
# The service encounter names no life event or business event.
DELETE WHERE { <id/encounter/example> psg:encounterOf ?value }
