# expect: psgsh:BuildingBlock-status sh:PatternConstraintComponent
# The value of “status” is a script instead of a web address.
INSERT DATA { <id/building-block/example> adms:status <javascript:alert(1)> }
