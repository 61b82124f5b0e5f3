# expect: psgsh:BuildingBlock-foundational sh:MinCountConstraintComponent
# The Building Block does not answer “foundational”.
DELETE WHERE { <id/building-block/example> psg:foundational ?value }
