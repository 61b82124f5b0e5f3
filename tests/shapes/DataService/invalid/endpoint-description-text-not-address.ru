# expect: psgsh:DataService-endpointDescription sh:NodeKindConstraintComponent
# The value of “endpoint description” is text instead of an address.
INSERT DATA { <id/api/example> dcat:endpointDescription "https://example.org/first" }
