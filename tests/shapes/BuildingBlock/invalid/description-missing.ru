# expect: psgsh:BuildingBlock-description sh:MinCountConstraintComponent
# The Building Block has no description.
DELETE WHERE { <id/building-block/example> dct:description ?value }
