# expect: psgsh:CapacityBuildingProgramme-title sh:MinCountConstraintComponent
# The programme has no title.
DELETE WHERE { <id/programme/example> dct:title ?value }
