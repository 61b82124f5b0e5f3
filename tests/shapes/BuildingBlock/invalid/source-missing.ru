# expect: psgsh:BuildingBlock-source-recommended sh:MinCountConstraintComponent
# The Building Block has no source.
DELETE WHERE { <id/building-block/example> dct:source ?value }
