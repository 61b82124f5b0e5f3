# expect: psgsh:BuildingBlock-title sh:MinCountConstraintComponent
# The Building Block has no title.
DELETE WHERE { <id/building-block/example> dct:title ?value }
