# expect: psgsh:UserJourney-status sh:NodeKindConstraintComponent
# The value of “status” is text instead of an address.
INSERT DATA { <id/journey/example> adms:status "http://publications.europa.eu/resource/authority/distribution-status/COMPLETED" }
