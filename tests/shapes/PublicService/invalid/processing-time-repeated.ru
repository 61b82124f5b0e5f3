# expect: psgsh:PublicService-processingTime sh:MaxCountConstraintComponent
# The service has two values of “processing time”.
INSERT DATA { <id/service/example> cv:processingTime "P5D"^^xsd:duration , "P6D"^^xsd:duration }
