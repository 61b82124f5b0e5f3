# expect: psgsh:CapacityBuildingProgramme-ownedBy-recommended sh:MinCountConstraintComponent
# The programme names no organisation or digital service team.
DELETE WHERE { <id/programme/example> cv:ownedBy ?value }
