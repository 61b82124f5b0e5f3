import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;

/**
 * Jena over one graph in memory, asked by HTTP: the body of a POST is the query, the answer is CSV, or N-Triples.
 * It answers one question at a time. Arguments: the file to load, the port, and the seconds that a query may take.
 */
public class JenaServer {
    public static void main(String[] arguments) throws IOException {
        Model model = ModelFactory.createDefaultModel();
        RDFDataMgr.read(model, arguments[0]);
        long seconds = Long.parseLong(arguments[2]);
        InetAddress here = InetAddress.getLoopbackAddress();
        HttpServer server = HttpServer.create(new InetSocketAddress(here, Integer.parseInt(arguments[1])), 0);
        server.createContext("/sparql", exchange -> answer(exchange, model, seconds));
        server.start();
    }

    private static void answer(HttpExchange exchange, Model model, long seconds) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int status = 200;
        try {
            evaluate(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), model, seconds, body);
        } catch (QueryCancelledException tooLong) {
            status = 503;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError refused) {
            status = 400;
            body.reset();
            body.write(String.valueOf(refused).getBytes(StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
        body.writeTo(exchange.getResponseBody());
        exchange.close();
    }

    private static void evaluate(String text, Model model, long seconds, ByteArrayOutputStream body) {
        Query query = QueryFactory.create(text);
        try (QueryExecution asked =
                QueryExecution.create().query(query).model(model).timeout(seconds, TimeUnit.SECONDS).build()) {
            if (query.isSelectType()) {
                ResultSetFormatter.outputAsCSV(body, asked.execSelect());
            } else if (query.isConstructType()) {
                RDFDataMgr.write(body, asked.execConstruct(), Lang.NTRIPLES);
            } else {
                ResultSetFormatter.outputAsCSV(body, asked.execAsk());
            }
        }
    }
}
