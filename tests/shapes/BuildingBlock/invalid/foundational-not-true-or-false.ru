# expect: psgsh:BuildingBlock-foundational sh:DatatypeConstraintComponent
# The value of “foundational” is neither true nor false.
DELETE WHERE { <id/building-block/example> psg:foundational ?value } ;
INSERT DATA { <id/building-block/example> psg:foundational "yes" }
