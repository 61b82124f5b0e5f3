# expect: psgsh:BuildingBlockDemand-derivedBy sh:NodeKindConstraintComponent
# The value of “derived by” is text instead of an address.
INSERT DATA { <id/demand/example> psg:derivedBy "https://example.org/first" }
