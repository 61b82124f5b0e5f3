# expect: psgsh:BuildingBlock-status sh:NodeKindConstraintComponent
# The value of “status” is text instead of an address.
INSERT DATA { <id/building-block/example> adms:status "http://publications.europa.eu/resource/authority/distribution-status/COMPLETED" }
