# expect: psgsh:PublicService-keyMetrics sh:DatatypeConstraintComponent
# The value of “key metrics” does not say in which language it is.
INSERT DATA { <id/service/example> psg:keyMetrics "Text without a language" }
