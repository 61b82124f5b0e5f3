# expect: psgsh:ServiceEncounter-encounterOf sh:MaxCountConstraintComponent
# The service encounter names two things where one is allowed: “encounter of”.
INSERT DATA { <id/encounter/example> psg:encounterOf <id/life-event/second> }
