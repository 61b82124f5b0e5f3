# expect: psgsh:CapacityBuildingProgramme-description-recommended sh:MinCountConstraintComponent
# The programme has no description.
DELETE WHERE { <id/programme/example> dct:description ?value }
