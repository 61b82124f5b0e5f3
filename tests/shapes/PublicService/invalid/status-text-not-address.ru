# expect: psgsh:PublicService-status sh:NodeKindConstraintComponent
# The value of “status” is text instead of an address.
INSERT DATA { <id/service/example> adms:status "http://publications.europa.eu/resource/authority/distribution-status/COMPLETED" }
