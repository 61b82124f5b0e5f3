# expect: psgsh:BuildingBlock-foundational sh:MaxCountConstraintComponent
# The Building Block has two values of “foundational”.
INSERT DATA { <id/building-block/example> psg:foundational false }
