# expect: psgsh:ServiceEncounter-encounteredService sh:MaxCountConstraintComponent
# The service encounter names two things where one is allowed: “encountered service”.
INSERT DATA { <id/encounter/example> psg:encounteredService <id/service/second> }
