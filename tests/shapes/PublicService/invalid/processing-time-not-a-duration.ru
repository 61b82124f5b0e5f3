# expect: psgsh:PublicService-processingTime sh:DatatypeConstraintComponent
# The value of “processing time” is not a duration.
INSERT DATA { <id/service/example> cv:processingTime "five days" }
