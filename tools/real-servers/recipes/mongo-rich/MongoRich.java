import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;
import java.util.List;

/** A server of the MongoDB protocol that keeps everything in memory and knows most operators. Argument: the port. */
public final class MongoRich {
  /** The wire version of MongoDB 7: with the library's own, 8, the drivers of today refuse to talk. */
  private static final int WIRE_VERSION = 21;

  private static final class Seven implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(7, 0, 0, 0);
    }

    @Override
    public String toVersionString() {
      return "7.0.0";
    }

    @Override
    public int getWireVersion() {
      return WIRE_VERSION;
    }
  }

  private MongoRich() {}

  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    MongoServer server = new MongoServer(new MemoryBackend().version(new Seven()));
    server.bind(new InetSocketAddress("127.0.0.1", port));
    System.out.println("serving");
    Thread.currentThread().join();
  }
}
